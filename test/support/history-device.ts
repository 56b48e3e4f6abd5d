import type { Device, RelayEvents, RelayJob, RelayOutcome } from '../../src/forward/index.ts';
import type { Store } from '../../src/jobs/index.ts';
import { joinedText, pagesIn } from './history-documents.ts';
import type { Life } from './history-life.ts';
import { ScriptedDevice } from './scripted-device.ts';

export const relayEnds = ['prints', 'refuses', 'rejects', 'resets', 'loses', 'hangs', 'breaks'] as const;
export const reports = ['nothing', 'exact', 'fewer', 'more', 'zero'] as const;

/** What the device does with one attempt. */
export interface RelayPlan {
  readonly end: (typeof relayEnds)[number];
  readonly reports: (typeof reports)[number];
  /** Turns of the event loop before each step. */
  readonly turns: number;
  /** Whether it can say after a crash what became of the job. */
  readonly tells: boolean;
}

/** raw and file name no job; an IPP device does before the document (Create-Job) or after it (Print-Job). */
export const deviceKinds = ['raw', 'file', 'ipp, names first', 'ipp, names last'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** What one attempt brought to the device: the truth, whoever hears of it. */
export interface Delivery {
  readonly job: number;
  readonly attempt: number;
  readonly text: string;
  /** Characters that arrived. */
  arrived: number;
  /** The device has said that nothing of it was printed. */
  denied: boolean;
}

export interface DeviceWorldOptions {
  readonly kind: DeviceKind;
  readonly plans: readonly RelayPlan[];
  /** The books as they are, whatever the server is told. */
  readonly truth: Store;
}

/** The device outside of the server: it lives on when the server dies, and remembers what it got. */
export class DeviceWorld {
  readonly deliveries: Delivery[] = [];
  /** What must never happen, as it was seen. */
  readonly problems: string[] = [];
  /** From now on every job is printed at once. */
  calm = false;
  readonly #options: DeviceWorldOptions;
  #busyWith: { readonly job: number; readonly life: Life } | undefined;
  #remoteJobs = 0;

  constructor(options: DeviceWorldOptions) {
    this.#options = options;
  }

  /** The device as one life of the server sees it. */
  connectedTo(life: Life): Device {
    const uri = 'socket://device.test:9100';
    const kind = this.#options.kind.startsWith('ipp') ? 'ipp' : 'raw';
    const device = new ScriptedDevice(uri, this.#options.kind === 'file' ? 'file' : kind);
    return {
      uri: device.uri,
      kind: device.kind,
      takesSeveral: true,
      assumed: device.assumed,
      describe: () => device.describe(),
      close: () => device.close(),
      relay: (job, events, signal) => this.#relay(life, job, events, signal),
      resume: (job) => this.#resume(life, job),
    };
  }

  /** Attempts of a job that may have left paper. */
  touched(job: number): readonly Delivery[] {
    return this.deliveries.filter(
      (delivery) => delivery.job === job && delivery.arrived > 0 && !delivery.denied,
    );
  }

  #planOf({ id, attempt }: RelayJob): RelayPlan {
    const { plans } = this.#options;
    const plan = plans[(id * 3 + attempt * 5) % plans.length];
    if (plan === undefined) throw new Error('a device needs a plan');
    return this.calm ? { ...plan, end: 'prints' } : plan;
  }

  async #relay(life: Life, job: RelayJob, events: RelayEvents, signal: AbortSignal): Promise<RelayOutcome> {
    if (this.#busyWith?.life.dead === false) {
      this.problems.push(`job ${job.id} came while job ${this.#busyWith.job} was at the device`);
    }
    this.#busyWith = { job: job.id, life };
    try {
      return await this.#print({ life, job, events, signal, plan: this.#planOf(job) });
    } finally {
      this.#busyWith = undefined;
    }
  }

  async #print(relay: Relay): Promise<RelayOutcome> {
    const { life, job, signal, plan } = relay;
    await life.pass(plan.turns);
    if (isAborted(signal)) return { kind: 'cancelled', octetsSent: 0 };
    if (plan.end === 'refuses') return failed({ octetsSent: 0, retry: true });
    if (plan.end === 'rejects') return failed({ octetsSent: 0, retry: false });
    const delivery = await this.#open(relay);
    const { text } = delivery;
    if (isAborted(signal)) return { kind: 'cancelled', octetsSent: 0 };
    relay.events.firstOctet();
    delivery.arrived = Math.ceil(text.length / 2);
    await life.pass(plan.turns);
    if (plan.end === 'breaks') throw new Error('the cable is on fire');
    if (plan.end === 'resets') {
      delivery.denied = plan.reports === 'zero';
      const said = delivery.denied ? { impressions: 0 } : {};
      return failed({ octetsSent: delivery.arrived, retry: true, ...said });
    }
    delivery.arrived = text.length;
    if (this.#options.kind === 'ipp, names last') await this.#name(relay);
    await life.pass(plan.turns);
    const octetsSent = text.length;
    while (plan.end === 'hangs' && !isAborted(signal) && !this.calm) await life.pass(0, 2);
    if (isAborted(signal)) return { kind: 'cancelled', octetsSent, ...reported(plan, job, text) };
    if (plan.end === 'loses') return { kind: 'lost', octetsSent, message: 'the device went away' };
    return { kind: 'completed', octetsSent, ...reported(plan, job, text), evidence: [] };
  }

  /** Everything before the first octet; looks that the books know by then that it is about to leave. */
  async #open(relay: Relay): Promise<Delivery> {
    const { life, job } = relay;
    if (this.#options.kind === 'ipp, names first') await this.#name(relay);
    const text = await textOf(job);
    // Files are read in real time: the server may have died meanwhile, and another one have gone on.
    await life.pass(0);
    const stored = await this.#options.truth.job(job.id);
    const last = stored?.attempts.at(-1);
    if (stored?.state !== 'relaying' || last?.number !== job.attempt) {
      this.problems.push(
        `job ${job.id} left in attempt ${job.attempt} although it is ${JSON.stringify(stored)}`,
      );
    }
    await life.pass(0);
    const delivery = { job: job.id, attempt: job.attempt, text, arrived: 0, denied: false };
    this.deliveries.push(delivery);
    return delivery;
  }

  async #name({ life, events }: Relay): Promise<void> {
    this.#remoteJobs += 1;
    await events.remoteJob({ id: this.#remoteJobs, uri: `ipp://device.test/jobs/${this.#remoteJobs}` });
    await life.pass(0);
  }

  async #resume(life: Life, job: RelayJob): Promise<RelayOutcome | { readonly kind: 'unknown' }> {
    const plan = this.#planOf(job);
    await life.pass(plan.turns);
    if (!plan.tells) return { kind: 'unknown' };
    const delivery = this.deliveries.find(({ job: id, attempt }) => id === job.id && attempt === job.attempt);
    if (delivery === undefined || delivery.arrived === 0) return failed({ octetsSent: 0, retry: true });
    const { arrived, text, denied } = delivery;
    if (arrived === text.length) {
      return { kind: 'completed', octetsSent: arrived, ...reported(plan, job, text), evidence: [] };
    }
    return failed({ octetsSent: arrived, retry: true, ...(denied ? { impressions: 0 } : {}) });
  }
}

interface Relay {
  readonly life: Life;
  readonly job: RelayJob;
  readonly events: RelayEvents;
  readonly signal: AbortSignal;
  readonly plan: RelayPlan;
}

/** Asked anew each time: it changes while the device works. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function failed(facts: {
  readonly octetsSent: number;
  readonly retry: boolean;
  readonly impressions?: number;
}): RelayOutcome {
  return { kind: 'failed', message: 'the device would not', ...facts };
}

function reported(plan: RelayPlan, { ticket }: RelayJob, text: string): { readonly impressions?: number } {
  const exact = pagesIn(text) * ticket.copies;
  switch (plan.reports) {
    case 'nothing':
      return {};
    case 'exact':
      return { impressions: exact };
    case 'fewer':
      return { impressions: Math.floor(exact / 2) };
    case 'more':
      return { impressions: exact * 2 + 1 };
    case 'zero':
      return { impressions: 0 };
  }
}

async function textOf({ document, further }: RelayJob): Promise<string> {
  const texts: string[] = [];
  for (const each of [document, ...further]) {
    const octets: Buffer[] = [];
    const chunks: AsyncIterable<Uint8Array> = each.open();
    for await (const chunk of chunks) octets.push(Buffer.from(chunk));
    texts.push(Buffer.concat(octets).toString());
  }
  return joinedText(texts);
}
