import {
  attribute,
  attributeOf,
  attributes,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  mimeMediaType,
  operations,
  statuses,
} from '../../ipp/index.ts';
import type { IppAnswer } from './answer.ts';
import type { IppClient } from './ipp-client.ts';
import { cutToOctets, markedName } from './job-mark.ts';
import { statusAttributes } from './mirror.ts';
import { newsAttributes } from './remote-job.ts';

/** Who asks, and for which of our jobs. */
export interface Requester {
  readonly uuid: string;
  readonly name: string;
  readonly user: string;
}

export interface OutgoingDocument {
  readonly format: string;
  readonly octets: AsyncIterable<Uint8Array>;
}

interface Request {
  readonly operation: number;
  /** Beside charset, language and printer-uri. */
  readonly told: readonly IppAttribute[];
  readonly job?: IppAttributes;
  readonly document?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** More than any queue of a printer holds; a device that forgets nothing must not flood us. */
const jobsMax = 1_000;

/** The operations of a device that we use, one method each. Answers are returned as they are, good or bad. */
export class RemotePrinter {
  readonly #client: IppClient;
  readonly #uri: string;
  #requestId = 0;
  /** 2.0 until the device says that it knows 1.1 only. */
  #version: { readonly major: number; readonly minor: number } = { major: 2, minor: 0 };

  constructor(client: IppClient, uri: string) {
    this.#client = client;
    this.#uri = uri;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  /** Everything, for mirroring: media-col-database comes only when it is named (PWG 5100.7 §6.1). */
  describe(signal: AbortSignal): Promise<IppAnswer> {
    return this.#attributes(['all', 'media-col-database'], signal);
  }

  status(signal: AbortSignal): Promise<IppAnswer> {
    return this.#attributes(statusAttributes, signal);
  }

  /** Cannot be stopped half-way: a job that the device makes must be known, so that it can be cancelled. */
  createJob(requester: Requester, job: IppAttributes): Promise<IppAnswer> {
    const told = [byUser(requester), attribute('job-name', markedName(requester.name, requester.uuid))];
    return this.#ask({ operation: operations.createJob, told, job });
  }

  sendDocument(
    requester: Requester,
    jobId: number,
    document: OutgoingDocument,
    signal: AbortSignal,
  ): Promise<IppAnswer> {
    const told = [
      attribute('job-id', jobId),
      byUser(requester),
      attributeOf('document-format', mimeMediaType(document.format)),
      attribute('last-document', true),
    ];
    return this.#ask({ operation: operations.sendDocument, told, document: document.octets, signal });
  }

  printJob(
    requester: Requester,
    job: IppAttributes,
    document: OutgoingDocument,
    signal: AbortSignal,
  ): Promise<IppAnswer> {
    const told = [
      byUser(requester),
      attribute('job-name', markedName(requester.name, requester.uuid)),
      attributeOf('document-format', mimeMediaType(document.format)),
    ];
    return this.#ask({ operation: operations.printJob, told, job, document: document.octets, signal });
  }

  jobNews(requester: Requester, jobId: number, signal: AbortSignal): Promise<IppAnswer> {
    const told = [
      attribute('job-id', jobId),
      byUser(requester),
      attribute('requested-attributes', ...newsAttributes),
    ];
    return this.#ask({ operation: operations.getJobAttributes, told, signal });
  }

  cancel(requester: Requester, jobId: number, signal: AbortSignal): Promise<IppAnswer> {
    const told = [attribute('job-id', jobId), byUser(requester)];
    return this.#ask({ operation: operations.cancelJob, told, signal });
  }

  async jobs(
    requester: Requester,
    which: 'not-completed' | 'completed',
    signal: AbortSignal,
  ): Promise<{ readonly answer: IppAnswer; readonly jobs: readonly IppAttributes[] }> {
    const told = [
      byUser(requester),
      attribute('limit', jobsMax),
      attribute('requested-attributes', 'job-name', 'job-uri', ...newsAttributes),
      attribute('which-jobs', which),
    ];
    const answer = await this.#ask({ operation: operations.getJobs, told, signal });
    return { answer, jobs: groupsOf(answer.message, groupTags.job) };
  }

  #attributes(names: readonly string[], signal: AbortSignal): Promise<IppAnswer> {
    const told = [attribute('requested-attributes', ...names)];
    return this.#ask({ operation: operations.getPrinterAttributes, told, signal });
  }

  async #ask(request: Request): Promise<IppAnswer> {
    const answer = await this.#send(request);
    const older = answer.code === statuses.serverErrorVersionNotSupported && this.#version.major === 2;
    if (!older || request.document !== undefined) return answer;
    this.#version = { major: 1, minor: 1 };
    return await this.#send(request);
  }

  #send(request: Request): Promise<IppAnswer> {
    const { operation, told, job, document, signal } = request;
    const head = attributes(
      attribute('attributes-charset', 'utf-8'),
      attribute('attributes-natural-language', 'en'),
      attribute('printer-uri', this.#uri),
      ...told,
    );
    const groups = [
      { tag: groupTags.operation, attributes: head },
      ...(job !== undefined && job.size > 0 ? [{ tag: groupTags.job, attributes: job }] : []),
    ];
    this.#requestId = (this.#requestId % 0x7fffffff) + 1;
    const message = { version: this.#version, code: operation, requestId: this.#requestId, groups };
    return this.#client.exchange({
      message,
      ...(signal !== undefined && { signal }),
      ...(document !== undefined && { document }),
    });
  }
}

/** name(MAX) of RFC 8011 §5.1.3 is 255 octets. A job without a user is nobody's in particular. */
function byUser({ user }: Requester): IppAttribute {
  return attribute('requesting-user-name', user === '' ? 'anonymous' : cutToOctets(user, 255));
}
