import type { RelayDocument, RelayJob } from '../device.ts';
import { readableAttributes } from './readable-attributes.ts';

/** What stands beside the document: all that an ideal device would have been told. `uuid` tells whose file it is. */
export function ticketText(job: RelayJob, at: number): string {
  const ticket = {
    job: job.id,
    uuid: job.uuid,
    name: job.name,
    user: job.user,
    at: new Date(at).toISOString(),
    attempt: job.attempt,
    document: factsOf(job.document),
    ...(job.further.length === 0 ? {} : { further: job.further.map(factsOf) }),
    ticket: job.ticket,
    attributes: readableAttributes(job.attributes),
  };
  return `${JSON.stringify(ticket, undefined, 2)}\n`;
}

function factsOf({ format, octets }: RelayDocument): Pick<RelayDocument, 'format' | 'octets'> {
  return { format, octets };
}
