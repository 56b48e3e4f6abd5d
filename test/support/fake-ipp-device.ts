import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import {
  attribute,
  attributes,
  decodeMessage,
  encodeMessage,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  HeaderReader,
  type IppAttribute,
  type IppAttributes,
  type IppGroup,
  type IppMessage,
  operationName,
  operations,
  outOfBand,
  range,
  resolution,
  statuses,
} from '../../src/ipp/index.ts';

/** How a job fares once its document is there. */
interface FakeJobCourse {
  /** Milliseconds in `processing`; 20 by default. */
  readonly printMs?: number;
  /** job-impressions-completed of a completed job; absent: the attribute is 0, as devices that count nothing say. */
  readonly impressions?: number;
  /** How it ends; `completed` by default. `never`: goes on processing until it is cancelled. */
  readonly end?: 'completed' | 'aborted' | 'never';
  readonly message?: string;
  readonly reasons?: readonly string[];
  /** Milliseconds in processing-stopped in the middle, with media-jam at the printer. */
  readonly jamMs?: number;
  /** Is unknown as soon as it has ended. */
  readonly forgets?: boolean;
  /** Ignores Cancel-Job. */
  readonly deaf?: boolean;
}

/** What happens to a request instead of its normal answer. */
type FakeFault =
  | { readonly kind: 'status'; readonly code: number; readonly message?: string }
  | { readonly kind: 'http'; readonly code: number }
  /** Cuts the connection, once so many octets of the document were read. */
  | { readonly kind: 'reset'; readonly afterOctets?: number }
  /** Does the work and cuts the connection instead of answering. */
  | { readonly kind: 'reset-after' }
  /** Reads no more after so many octets of the document and never answers. */
  | { readonly kind: 'stall'; readonly afterOctets?: number };

interface FakeRequest {
  readonly operation: number;
  /** How many requests of this operation came before. */
  readonly earlier: number;
  readonly message: IppMessage;
}

export interface IppDeviceOptions {
  /** Put over the usual printer attributes. */
  readonly attributes?: readonly IppAttribute[];
  /** Names that this printer does not have. */
  readonly without?: readonly string[];
  /** Without Create-Job, Send-Document and Close-Job. */
  readonly printJobOnly?: boolean;
  /** One active job; a second is answered server-error-busy. */
  readonly oneJobAtATime?: boolean;
  readonly course?: FakeJobCourse;
  /** Asked for every request; undefined: the normal answer. */
  readonly fault?: (request: FakeRequest) => FakeFault | undefined;
  /** PEM texts; makes it `ipps:`. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface FakeJob {
  readonly id: number;
  readonly name: string;
  readonly user: string;
  /** The job group of the request. */
  readonly attributes: IppAttributes;
  readonly format: string | undefined;
  readonly document: Buffer;
  readonly state: number;
  readonly transferEncoding: string | undefined;
}

export interface FakeIppDevice {
  readonly uri: string;
  readonly jobs: readonly FakeJob[];
  /** Names of the operations that came, in order. */
  readonly requests: readonly string[];
  /** Changes behaviour from now on. */
  set(options: Partial<Pick<IppDeviceOptions, 'course' | 'fault' | 'oneJobAtATime' | 'attributes'>>): void;
  /** A job that somebody else made, or that a crash left behind. */
  addJob(job: { readonly name: string; readonly document?: Buffer; readonly state?: number }): FakeJob;
  close(): Promise<void>;
}

export async function startIppDevice(options: IppDeviceOptions = {}): Promise<FakeIppDevice> {
  const device = new Device(options);
  await device.open();
  return device;
}

class Job implements FakeJob {
  readonly id: number;
  name = '';
  user = '';
  attributes: IppAttributes = new Map();
  format: string | undefined;
  document: Buffer = Buffer.alloc(0);
  documents = 0;
  state: number = enums.jobState.pendingHeld;
  reasons: readonly string[] = ['job-incoming'];
  message = '';
  impressions = 0;
  begun = false;
  transferEncoding: string | undefined;

  constructor(id: number) {
    this.id = id;
  }

  get ended(): boolean {
    return this.state >= enums.jobState.canceled;
  }
}

interface Received {
  readonly message: IppMessage;
  readonly document: Buffer;
  readonly transferEncoding: string | undefined;
}

class Device implements FakeIppDevice {
  readonly requests: string[] = [];
  readonly #jobs = new Map<number, Job>();
  readonly #everyJob: Job[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #counts = new Map<number, number>();
  #options: IppDeviceOptions;
  #server: Server | undefined;
  #port = 0;
  #jammed = false;

  constructor(options: IppDeviceOptions) {
    this.#options = options;
  }

  get uri(): string {
    return `${this.#options.tls === undefined ? 'ipp' : 'ipps'}://127.0.0.1:${this.#port}/ipp/print`;
  }

  get jobs(): readonly FakeJob[] {
    return this.#everyJob;
  }

  set(options: Partial<IppDeviceOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  addJob(given: { readonly name: string; readonly document?: Buffer; readonly state?: number }): FakeJob {
    const job = this.#newJob();
    job.name = given.name;
    if (given.document !== undefined) this.#take(job, given.document);
    if (given.state !== undefined) job.state = given.state;
    return job;
  }

  async open(): Promise<void> {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#serve(request, response);
    };
    const { tls } = this.#options;
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#server = server;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server?.close(() => {
        resolve();
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined);
    try {
      const reader = new HeaderReader();
      const chunks: Buffer[] = [];
      let message: IppMessage | undefined;
      let fault: FakeFault | undefined;
      let octets = 0;
      for await (const data of request) {
        const chunk = Buffer.from(data as Uint8Array);
        if (message === undefined) {
          const header = reader.push(chunk);
          if (header === undefined) continue;
          message = decodeMessage(header.header);
          fault = this.#note(message);
          chunks.push(header.rest);
          octets = header.rest.length;
        } else {
          chunks.push(chunk);
          octets += chunk.length;
        }
        if (fault?.kind === 'reset' && octets >= (fault.afterOctets ?? 0)) {
          request.socket.destroy();
          return;
        }
        if (fault?.kind === 'stall' && octets >= (fault.afterOctets ?? 0)) {
          request.socket.pause();
          return;
        }
      }
      if (message === undefined) throw new Error('the request ended within its header');
      const transferEncoding = request.headers['transfer-encoding'];
      this.#answer({ message, document: Buffer.concat(chunks), transferEncoding }, fault, response);
    } catch {
      // A client that went away, or octets that are no IPP: nobody is there to be answered.
      request.socket.destroy();
    }
  }

  #note(message: IppMessage): FakeFault | undefined {
    const earlier = this.#counts.get(message.code) ?? 0;
    this.#counts.set(message.code, earlier + 1);
    this.requests.push(operationName(message.code) ?? String(message.code));
    return this.#options.fault?.({ operation: message.code, earlier, message });
  }

  #answer(received: Received, fault: FakeFault | undefined, response: ServerResponse): void {
    if (fault?.kind === 'http') {
      response.writeHead(fault.code, { 'content-type': 'text/html' }).end('<html>no</html>');
      return;
    }
    const answer = fault?.kind === 'status' ? refuse(fault.code, fault.message) : this.#operate(received);
    if (fault?.kind === 'reset-after') {
      response.destroy();
      return;
    }
    const { version, requestId } = received.message;
    const octets = encodeMessage({ version, requestId, code: answer.code, groups: answer.groups });
    response.writeHead(200, { 'content-type': 'application/ipp' }).end(octets);
  }

  #operate(received: Received): Answer {
    switch (received.message.code) {
      case operations.getPrinterAttributes:
        return ok({ tag: groupTags.printer, attributes: this.#printerAttributes() });
      case operations.createJob:
        return this.#create(received);
      case operations.printJob:
        return this.#print(received);
      case operations.sendDocument:
        return this.#onJob(received, (job) => {
          job.format = formatIn(received.message);
          job.transferEncoding = received.transferEncoding;
          this.#take(job, received.document);
        });
      case operations.getJobAttributes:
        return this.#onJob(received, () => undefined);
      case operations.cancelJob:
        return this.#onJob(received, (job) => {
          this.#cancel(job);
        });
      case operations.getJobs:
        return this.#list(received);
      default:
        return refuse(statuses.serverErrorOperationNotSupported);
    }
  }

  #create({ message }: Received): Answer {
    const active = [...this.#jobs.values()].some((job) => !job.ended);
    if (this.#options.oneJobAtATime === true && active) return refuse(statuses.serverErrorBusy);
    const operation = groupOf(message, groupTags.operation);
    const job = this.#newJob();
    job.name = firstString(operation, 'job-name') ?? '';
    job.user = firstString(operation, 'requesting-user-name') ?? '';
    job.attributes = groupOf(message, groupTags.job) ?? new Map();
    return ok(groupOfJob(job, this.uri));
  }

  #print(received: Received): Answer {
    const created = this.#create(received);
    const job = this.#everyJob.at(-1);
    if (created.code !== statuses.successfulOk || job === undefined) return created;
    job.format = formatIn(received.message);
    job.transferEncoding = received.transferEncoding;
    this.#take(job, received.document);
    return ok(groupOfJob(job, this.uri));
  }

  #onJob(received: Received, act: (job: Job) => void): Answer {
    const id = firstInteger(groupOf(received.message, groupTags.operation), 'job-id') ?? 0;
    const job = this.#jobs.get(id);
    if (job === undefined) return refuse(statuses.clientErrorNotFound);
    act(job);
    return ok(groupOfJob(job, this.uri));
  }

  #list({ message }: Received): Answer {
    const completed = firstString(groupOf(message, groupTags.operation), 'which-jobs') === 'completed';
    const jobs = [...this.#jobs.values()].filter((job) => job.ended === completed);
    return ok(...jobs.map((job) => groupOfJob(job, this.uri)));
  }

  #newJob(): Job {
    const job = new Job(this.#everyJob.length + 1);
    this.#jobs.set(job.id, job);
    this.#everyJob.push(job);
    return job;
  }

  #take(job: Job, document: Buffer): void {
    if (job.ended) return;
    job.document = document;
    job.documents = 1;
    job.begun = true;
    job.state = enums.jobState.processing;
    job.reasons = ['job-printing'];
    const { printMs = 20, jamMs, end = 'completed' } = this.#options.course ?? {};
    if (jamMs !== undefined) {
      this.#later(printMs, () => {
        this.#jam(job, jamMs, printMs);
      });
    } else if (end !== 'never') {
      this.#later(printMs, () => {
        this.#finish(job);
      });
    }
  }

  #jam(job: Job, jamMs: number, printMs: number): void {
    if (job.ended) return;
    this.#jammed = true;
    job.state = enums.jobState.processingStopped;
    job.reasons = ['printer-stopped'];
    this.#later(jamMs, () => {
      this.#jammed = false;
      if (!job.ended) job.state = enums.jobState.processing;
      this.#later(printMs, () => {
        this.#finish(job);
      });
    });
  }

  #finish(job: Job): void {
    if (job.ended) return;
    const { course = {} } = this.#options;
    const aborted = course.end === 'aborted';
    job.state = aborted ? enums.jobState.aborted : enums.jobState.completed;
    job.reasons = course.reasons ?? [aborted ? 'aborted-by-system' : 'job-completed-successfully'];
    job.message = course.message ?? '';
    job.impressions = course.impressions ?? 0;
    if (course.forgets === true) this.#jobs.delete(job.id);
  }

  #cancel(job: Job): void {
    const { course = {} } = this.#options;
    if (job.ended || course.deaf === true) return;
    job.state = enums.jobState.canceled;
    job.reasons = ['job-canceled-by-user'];
    if (job.begun) job.impressions = course.impressions ?? 0;
  }

  #later(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #printerAttributes(): IppAttributes {
    const { without = [], attributes: changed = [], printJobOnly = false } = this.#options;
    const active = [...this.#jobs.values()].some((job) => !job.ended);
    const list = [
      ...usualAttributes(this.uri, printJobOnly),
      ...stateAttributes(this.#jammed ? 'jammed' : active ? 'active' : 'idle'),
      ...changed,
    ];
    return new Map(list.filter(({ name }) => !without.includes(name)).map((one) => [one.name, one]));
  }
}

interface Answer {
  readonly code: number;
  readonly groups: readonly IppGroup[];
}

function ok(...groups: readonly IppGroup[]): Answer {
  return { code: statuses.successfulOk, groups: [operationGroup(), ...groups] };
}

function refuse(code: number, message?: string): Answer {
  return {
    code,
    groups: [operationGroup(...(message === undefined ? [] : [attribute('status-message', message)]))],
  };
}

function operationGroup(...more: readonly IppAttribute[]): IppGroup {
  const list = attributes(
    attribute('attributes-charset', 'utf-8'),
    attribute('attributes-natural-language', 'en'),
    ...more,
  );
  return { tag: groupTags.operation, attributes: list };
}

function groupOfJob(job: Job, printerUri: string): IppGroup {
  const list = attributes(
    attribute('job-id', job.id),
    attribute('job-uri', `${printerUri}/${job.id}`),
    attribute('job-name', job.name),
    attribute('job-originating-user-name', job.user),
    attribute('job-state', job.state),
    attribute('job-state-reasons', ...job.reasons),
    attribute('job-state-message', job.message),
    attribute('job-impressions-completed', job.impressions),
    attribute('job-k-octets', Math.ceil(job.document.length / 1024)),
    attribute('number-of-documents', job.documents),
    attribute('time-at-processing', job.begun ? 1 : outOfBand('no-value')),
  );
  return { tag: groupTags.job, attributes: list };
}

function formatIn(message: IppMessage): string | undefined {
  return firstString(groupOf(message, groupTags.operation), 'document-format');
}

function stateAttributes(state: 'idle' | 'active' | 'jammed'): readonly IppAttribute[] {
  const { printerState } = enums;
  const code = { idle: printerState.idle, active: printerState.processing, jammed: printerState.stopped }[
    state
  ];
  return [
    attribute('printer-state', code),
    attribute('printer-state-reasons', state === 'jammed' ? 'media-jam-error' : 'none'),
    attribute('printer-state-message', state === 'jammed' ? 'Paper jam' : ''),
    attribute('printer-is-accepting-jobs', true),
  ];
}

function usualAttributes(uri: string, printJobOnly: boolean): readonly IppAttribute[] {
  const byJob = [operations.createJob, operations.sendDocument];
  return [
    attribute('printer-uri-supported', uri),
    attribute('printer-name', 'fake'),
    attribute('printer-make-and-model', 'Platen fake device'),
    attribute('ipp-versions-supported', '1.1', '2.0'),
    attribute(
      'operations-supported',
      operations.printJob,
      operations.validateJob,
      operations.cancelJob,
      operations.getJobAttributes,
      operations.getJobs,
      operations.getPrinterAttributes,
      ...(printJobOnly ? [] : byJob),
    ),
    attribute('document-format-supported', 'application/octet-stream', 'application/pdf', 'image/pwg-raster'),
    attribute('color-supported', true),
    attribute('copies-supported', range(1, 50)),
    attribute('sides-supported', 'one-sided', 'two-sided-long-edge', 'two-sided-short-edge'),
    attribute('print-color-mode-supported', 'auto', 'color', 'monochrome'),
    attribute('media-supported', 'na_letter_8.5x11in', 'iso_a4_210x297mm'),
    attribute('media-default', 'iso_a4_210x297mm'),
    attribute('page-ranges-supported', true),
    attribute('number-up-supported', 1, 2, 4),
    attribute('job-sheets-supported', 'none', 'standard'),
    attribute('printer-resolution-supported', resolution(300, 300), resolution(600, 600)),
    attribute('printer-resolution-default', resolution(600, 600)),
    attribute('job-creation-attributes-supported', 'copies', 'sides', 'finishings', 'print-quality'),
  ];
}
