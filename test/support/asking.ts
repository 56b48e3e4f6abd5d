import {
  attribute,
  attributes,
  encodeMessage,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  statusName,
} from '../../src/ipp/index.ts';
import { call, type RequestParts, requestMessage } from './ipp-client.ts';

export interface Asked extends RequestParts {
  /** Groups behind the operation and job attributes. */
  readonly groups?: readonly IppGroup[];
  /** Comes over the Unix socket. */
  readonly operator?: boolean;
}

/** One request to the printer `demo`, as alice unless it says otherwise. */
export async function askAt(
  { port, socket }: { readonly port: number; readonly socket: string },
  { groups = [], operator = false, ...parts }: Asked,
  document?: Uint8Array | string,
): Promise<IppMessage> {
  const message = requestMessage(parts);
  const octets = encodeMessage({ ...message, groups: [...message.groups, ...groups] });
  const body = document === undefined ? {} : { document: Buffer.from(document) };
  return (await call(operator ? socket : port, octets, body)).message;
}

export function groupWith(tag: number, ...list: readonly IppAttribute[]): IppGroup {
  return { tag, attributes: attributes(...list) };
}

/** `client-error-not-found`, for messages of failed tests that say something. */
export function named(reply: IppMessage): string {
  return statusName(reply.code) ?? String(reply.code);
}

/** Names in the unsupported group. */
export function unsupportedIn(reply: IppMessage): readonly string[] {
  return [...(groupOf(reply, groupTags.unsupported)?.keys() ?? [])];
}

export const jobId = (id: number): IppAttribute => attribute('job-id', id);
