import { createHash } from 'node:crypto';
import type { Allowance } from '../../src/accounting/index.ts';
import type {
  Changed,
  Created,
  CupsJobs,
  Decision,
  DocumentDelivery,
  Happening,
  IncomingDocument,
  JobEdit,
  JobProblem,
  JobQuery,
  JobRequest,
  JobView,
  PrinterView,
  PrintJobs,
  Submission,
  Validated,
} from '../../src/jobs/index.ts';
import type { Capabilities } from '../../src/model/device.ts';
import type { Identity } from '../../src/model/identity.ts';
import type { Job, JobAction } from '../../src/model/job.ts';
import {
  asAtStart,
  type PrinterSettings,
  type PrinterStanding,
  plainStanding,
  type StandingChange,
  standingAfter,
} from '../../src/model/printer.ts';
import type { Refusal } from '../../src/model/refusal.ts';

export const fakeCapabilities: Capabilities = {
  formats: ['application/pdf', 'image/pwg-raster', 'image/urf', 'image/jpeg', 'text/plain'],
  colour: true,
  sides: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
  media: ['iso_a4_210x297mm', 'na_letter_8.5x11in', 'na_index-4x6_4x6in'],
  resolutions: [600, 300],
  copiesMax: 99,
  carries: ['copies', 'sides', 'colourMode', 'pageRanges', 'numberUp', 'imposition', 'media'],
};

const fakeSettings: PrinterSettings = {
  name: 'demo',
  info: 'Demo printer',
  location: 'Second floor',
  device: 'file:/tmp/out/',
  prices: { job: 0, impression: 500, sheet: 100, colour: 2_000 },
  unknownCount: { kind: 'deny' },
  refusals: 'auto',
  mandatoryJobAttributes: [],
  onError: {
    action: 'retry',
    tries: 5,
    delayMs: 10_000,
    backoff: 2,
    delayMaxMs: 60_000,
    charge: false,
  },
  afterCrash: 'hold',
  afterPartial: 'hold',
  cancelled: 'full',
  overrun: 'held',
  answerWithinMs: { cups: 20_000, other: 2_000 },
  dnsSd: true,
  tls: 'optional',
  identity: { levels: ['claimed', 'local'] },
  release: { by: 'nobody', at: [], expireAfterMinutes: 60 },
  documentOctetsMax: 1024 ** 3,
  jobImpressionsMax: 10_000,
  capabilities: {},
};

export interface FakeOptions {
  readonly printers?: readonly Partial<PrinterSettings>[];
  readonly view?: Partial<PrinterView>;
  /** Milliseconds from acceptance to the end of a job; jobs stay pending when absent. */
  readonly printsAfterMs?: number;
  /** Why every request for a job is refused, asked anew each time. */
  readonly refuse?: (when: 'validate' | 'create' | 'document', request?: JobRequest) => readonly Refusal[];
  /** What is left to somebody. */
  readonly allowance?: (name: string) => Promise<Allowance | undefined>;
  /** Thrown instead of an answer. */
  readonly fault?: () => Error | undefined;
  /** Octets of a document after which it is refused without reading on. */
  readonly octetsMax?: number;
}

interface FakeJob {
  job: Job;
  document: Buffer | undefined;
}

const undecided: Decision = { outcome: 'printed', refusals: [], warnings: [] };

/** PrintJobs in memory: enough life for the IPP face, no accounts and no device. */
export class FakePrintJobs implements PrintJobs {
  readonly requests: JobRequest[] = [];
  readonly deliveries: DocumentDelivery[] = [];
  /** Whose accounts were asked for, where. */
  readonly asked: string[] = [];
  /** Errors of bodies that broke off. */
  readonly undone: unknown[] = [];
  readonly scheduled: { readonly job: number; readonly after: number | undefined }[] = [];
  readonly #options: FakeOptions;
  readonly #jobs = new Map<number, FakeJob>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #standings = new Map<string, PrinterStanding>();
  #generation = 1;
  readonly #listeners: ((happening: Happening) => void)[] = [];
  readonly #settings: readonly PrinterSettings[];
  readonly #open = new Map<string, number>();
  #lastId = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#settings = (options.printers ?? [{}]).map((settings) => ({ ...fakeSettings, ...settings }));
  }

  printers(): readonly PrinterView[] {
    return this.#settings.map((settings) => this.#printerView(settings));
  }

  printer(name: string): PrinterView | undefined {
    const settings = this.#settings.find((each) => each.name === name);
    return settings === undefined ? undefined : this.#printerView(settings);
  }

  validate(request: JobRequest): Promise<Validated> {
    this.#fault();
    this.requests.push(request);
    const refusals = this.#options.refuse?.('validate', request) ?? [];
    return Promise.resolve(
      refusals.length > 0 ? { kind: 'refused', refusals } : { kind: 'valid', decision: undecided },
    );
  }

  quote(): Promise<Decision | undefined> {
    return Promise.resolve(undecided);
  }

  allowance(printer: string, name: string): Promise<Allowance | undefined> {
    this.asked.push(`${name}@${printer}`);
    return this.#options.allowance?.(name) ?? Promise.resolve(undefined);
  }

  create(request: JobRequest): Promise<Created> {
    this.#fault();
    this.requests.push(request);
    const refusals = this.#options.refuse?.('create', request) ?? [];
    if (refusals.length > 0) return Promise.resolve({ kind: 'refused', refusals });
    return Promise.resolve({
      kind: 'created',
      job: this.#view(this.#add(request)),
      decision: undecided,
    });
  }

  async print(request: JobRequest, body: IncomingDocument): Promise<Submission> {
    this.#fault();
    this.requests.push(request);
    const early = this.#options.refuse?.('create', request) ?? [];
    if (early.length > 0) return { kind: 'refused', refusals: early };
    const document = await this.#read(body);
    if (document.kind === 'refused') return document;
    return this.#accept(this.#add(request), document.octets);
  }

  async deliver(jobId: number, delivery: DocumentDelivery): Promise<Submission> {
    this.#fault();
    this.deliveries.push(delivery);
    const known = this.#owned(jobId, delivery.identity);
    if ('kind' in known) return known;
    if (known.job.state !== 'incoming') {
      return { kind: 'not-possible', message: `Job ${jobId} takes no more documents.` };
    }
    if (delivery.body === undefined) return this.#accept(known, known.document ?? Buffer.alloc(0));
    const document = await this.#read(delivery.body);
    if (document.kind === 'refused') {
      this.#end(known, 'refused');
      return document;
    }
    known.document = document.octets;
    return delivery.last
      ? this.#accept(known, document.octets)
      : { kind: 'accepted', job: this.#view(known) };
  }

  cancel(jobId: number, by: Identity): Promise<Changed> {
    return Promise.resolve(
      this.#change(jobId, by, (known) => {
        this.#end(known, 'cancelled');
      }),
    );
  }

  /** Its jobs have one document. */
  cancelDocument(jobId: number, _number: number, by: Identity): Promise<Changed> {
    return this.cancel(jobId, by);
  }

  hold(
    jobId: number,
    by: Identity,
    editOf: (job: Job) => JobEdit = () => ({ held: true }),
  ): Promise<Changed> {
    return this.edit(jobId, by, editOf);
  }

  release(jobId: number, by: Identity): Promise<Changed> {
    return Promise.resolve(
      this.#change(jobId, by, (known) => {
        known.job = { ...known.job, state: 'pending' };
        this.#print(known);
      }),
    );
  }

  resolve(): Promise<Changed> {
    return Promise.resolve({ kind: 'not-found' });
  }

  job(id: number): Promise<JobView | undefined> {
    this.#fault();
    const known = this.#jobs.get(id);
    return Promise.resolve(known === undefined ? undefined : this.#view(known));
  }

  jobs({ printer, owner, which, limit, from = 0, skip = 0, accept }: JobQuery): Promise<readonly JobView[]> {
    const all = [...this.#jobs.values()].filter(
      ({ job }) =>
        job.id >= from &&
        accept?.(job) !== false &&
        (which === 'all' || (which === 'ended') === (job.state === 'ended')) &&
        (printer === undefined || job.printer === printer) &&
        (owner === undefined || job.owner.name === owner),
    );
    if (which === 'ended') all.reverse();
    return Promise.resolve(all.slice(skip, skip + limit).map((known) => this.#view(known)));
  }

  edit(jobId: number, by: Identity, editOf: (job: Job) => JobEdit): Promise<Changed> {
    return Promise.resolve(
      this.#change(jobId, by, (known) => {
        const { held, ...rest } = editOf(known.job);
        const state = held === undefined ? known.job.state : held ? 'held' : 'pending';
        known.job = { ...known.job, ...rest, state };
      }),
    );
  }

  schedule(jobId: number, after: number | undefined, by: Identity): Promise<Changed> {
    this.scheduled.push({ job: jobId, after });
    return Promise.resolve(this.#change(jobId, by, () => undefined));
  }

  readonly cups: CupsJobs = {
    submit: () => Promise.resolve({ kind: 'paused', message: 'Not here.' }),
    end: () => Promise.resolve('not-found'),
  };

  pause(printer: string): Promise<boolean> {
    return this.changePrinter(printer, { paused: true });
  }

  resume(printer: string): Promise<boolean> {
    return this.changePrinter(printer, { paused: false });
  }

  changePrinter(printer: string, change: StandingChange): Promise<boolean> {
    this.#generation += 1;
    this.#standings.set(printer, standingAfter(this.#standings.get(printer) ?? plainStanding, change));
    this.#tell({ kind: 'printer', printer, what: 'state' });
    return Promise.resolve(this.printer(printer) !== undefined);
  }

  releaseNewJobs(printer: string): Promise<boolean> {
    return this.changePrinter(printer, { holdsNewJobs: false });
  }

  restartPrinter(printer: string): Promise<boolean> {
    return this.changePrinter(printer, asAtStart);
  }

  startPrinter(printer: string): Promise<boolean> {
    return this.changePrinter(printer, { ...asAtStart, disabled: true });
  }

  watch(listener: (happening: Happening) => void): void {
    this.#listeners.push(listener);
  }

  #tell(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening);
  }

  stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    return Promise.resolve();
  }

  /** The document of a job, as it arrived. */
  document(id: number): Buffer | undefined {
    return this.#jobs.get(id)?.document;
  }

  #fault(): void {
    const fault = this.#options.fault?.();
    if (fault !== undefined) throw fault;
  }

  #printerView(settings: PrinterSettings): PrinterView {
    const standing = this.#standings.get(settings.name) ?? plainStanding;
    return {
      settings,
      copiesBy: 'attribute',
      capabilities: { ...fakeCapabilities, ...settings.capabilities },
      deviceAttributes: new Map(),
      generation: this.#generation,
      takesSeveral: false,
      standing,
      paused: standing.paused || standing.shutDown,
      accepting: !standing.disabled && !standing.shutDown,
      device: { state: 'idle', reasons: [] },
      queued: this.#open.get(settings.name) ?? 0,
      printing: false,
      stateChangedAt: 1_700_000_000_000,
      configChangedAt: 1_700_000_000_000,
      ...this.#options.view,
    };
  }

  async #read(
    body: IncomingDocument,
  ): Promise<
    | { readonly kind: 'read'; readonly octets: Buffer }
    | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  > {
    const chunks: Buffer[] = [];
    let octets = 0;
    try {
      for await (const chunk of body as AsyncIterable<Buffer> | readonly Buffer[]) {
        chunks.push(chunk);
        octets += chunk.length;
        if (octets > (this.#options.octetsMax ?? Number.POSITIVE_INFINITY)) {
          return {
            kind: 'refused',
            refusals: [{ kind: 'too-large', message: 'The document is too large.' }],
          };
        }
      }
    } catch (error) {
      this.undone.push(error);
      throw error;
    }
    const refusals = this.#options.refuse?.('document') ?? [];
    return refusals.length > 0
      ? { kind: 'refused', refusals }
      : { kind: 'read', octets: Buffer.concat(chunks) };
  }

  #add(request: JobRequest): FakeJob {
    this.#lastId += 1;
    const id = this.#lastId;
    const known: FakeJob = {
      document: undefined,
      job: {
        id,
        uuid: `00000000-0000-5000-8000-${String(id).padStart(12, '0')}`,
        revision: 1,
        printer: request.printer,
        owner: request.identity,
        name: request.name,
        ticket: request.ticket,
        attributes: request.attributes,
        ...(request.language === undefined ? {} : { language: request.language }),
        priority: request.priority,
        state: 'incoming',
        reasons: [],
        needsOperator: false,
        attempts: [],
        submittedAt: Date.now(),
      },
    };
    this.#jobs.set(id, known);
    this.#count(request.printer, 1);
    this.#tell({ kind: 'job', job: known.job });
    return known;
  }

  #accept(known: FakeJob, octets: Buffer): Submission {
    const held =
      this.requests.findLast((request) => request.attributes === known.job.attributes)?.held === true;
    known.document = octets;
    const before = known.job;
    known.job = {
      ...known.job,
      state: held ? 'held' : 'pending',
      acceptedAt: Date.now(),
      document: {
        place: 'record',
        file: '',
        octets: octets.length,
        digest: createHash('sha256').update(octets).digest('base64url'),
        format: 'application/pdf',
      },
    };
    this.#tell({ kind: 'job', before, job: known.job });
    if (!held) this.#print(known);
    return { kind: 'accepted', job: this.#view(known) };
  }

  #print(known: FakeJob): void {
    if (this.#options.printsAfterMs === undefined) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (known.job.state === 'pending') this.#end(known, 'printed');
    }, this.#options.printsAfterMs);
    this.#timers.add(timer);
  }

  #count(printer: string, change: number): void {
    this.#open.set(printer, (this.#open.get(printer) ?? 0) + change);
  }

  #end(known: FakeJob, action: JobAction): void {
    this.#count(known.job.printer, -1);
    const before = known.job;
    known.job = {
      ...known.job,
      state: 'ended',
      startedAt: Date.now(),
      endedAt: Date.now(),
      settlement: { action, impressions: 1, sheets: 1, colour: 0, amount: 0, evidence: [] },
    };
    this.#tell({ kind: 'job', before, job: known.job });
  }

  #change(jobId: number, by: Identity, change: (known: FakeJob) => void): Changed {
    const known = this.#owned(jobId, by);
    if ('kind' in known) return known;
    if (known.job.state === 'ended') return { kind: 'not-possible', message: `Job ${jobId} has ended.` };
    const before = known.job;
    change(known);
    const job: Job = known.job;
    // An end tells of itself.
    if (job.state !== 'ended') this.#tell({ kind: 'job', before, job });
    return { kind: 'done', job: this.#view(known) };
  }

  #owned(jobId: number, by: Identity): FakeJob | JobProblem {
    const known = this.#jobs.get(jobId);
    if (known === undefined) return { kind: 'not-found' };
    return by.operator || by.name === known.job.owner.name ? known : { kind: 'not-yours' };
  }

  #view({ job }: FakeJob): JobView {
    return { job, intervening: 0 };
  }
}
