import type {
  Device,
  DeviceDescription,
  RelayEvents,
  RelayJob,
  RelayOutcome,
} from '../../src/forward/index.ts';
import type { RemoteJob } from '../../src/model/job.ts';

type Script = (
  job: RelayJob,
  events: RelayEvents,
  signal: AbortSignal,
) => Promise<RelayOutcome> | RelayOutcome;

/**
 * A device inside the test's own process whose answers the test writes. It keeps what it was sent, so that a test can
 * tell a document that came once from one that came twice.
 */
export class ScriptedDevice implements Device {
  readonly uri: string;
  readonly kind: Device['kind'];
  takesSeveral = false;
  readonly assumed: DeviceDescription;
  /** Jobs in the order in which they were sent. */
  readonly sent: { readonly job: number; readonly document: Buffer }[] = [];
  /** Most jobs that were at the device at once. */
  atOnceMax = 0;
  script: Script = (job) => ({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
  resumeAnswer: RelayOutcome | { readonly kind: 'unknown' } = { kind: 'unknown' };
  readonly resumed: { readonly job: number; readonly remote: RemoteJob | undefined }[] = [];
  #atOnce = 0;

  constructor(uri = 'socket://device.test:9100', kind: Device['kind'] = 'file') {
    this.uri = uri;
    this.kind = kind;
    this.assumed = {
      capabilities: {
        formats: ['application/pdf', 'text/plain', 'image/jpeg', 'image/pwg-raster', 'image/urf'],
        colour: false,
        sides: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
        media: ['iso_a4_210x297mm'],
        resolutions: [300],
        copiesMax: 99,
        carries: ['copies', 'sides', 'colourMode', 'pageRanges', 'numberUp', 'imposition', 'media'],
      },
      status: { state: 'idle', reasons: [] },
      attributes: new Map(),
    };
  }

  describe(): Promise<DeviceDescription> {
    return Promise.resolve(this.assumed);
  }

  async relay(job: RelayJob, events: RelayEvents, signal: AbortSignal): Promise<RelayOutcome> {
    this.#atOnce += 1;
    this.atOnceMax = Math.max(this.atOnceMax, this.#atOnce);
    try {
      const outcome = await this.script(job, events, signal);
      if (outcome.octetsSent > 0) this.sent.push({ job: job.id, document: await bytesOf(job) });
      return outcome;
    } finally {
      this.#atOnce -= 1;
    }
  }

  resume(job: RelayJob, remote: RemoteJob | undefined): Promise<RelayOutcome | { readonly kind: 'unknown' }> {
    this.resumed.push({ job: job.id, remote });
    return Promise.resolve(this.resumeAnswer);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function bytesOf(job: RelayJob): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream: AsyncIterable<Uint8Array> = job.document.open();
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** A relay that lasts until it is aborted or told to end. */
export function heldRelay(): {
  readonly script: Script;
  readonly reached: Promise<void>;
  readonly end: (outcome: RelayOutcome) => void;
} {
  let end: (outcome: RelayOutcome) => void = () => undefined;
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const ended = new Promise<RelayOutcome>((resolve) => {
    end = resolve;
  });
  const script: Script = (_job, _events, signal) => {
    reach();
    const aborted = new Promise<RelayOutcome>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve({ kind: 'cancelled', octetsSent: 0 });
      });
    });
    return Promise.race([ended, aborted]);
  };
  return {
    script,
    reached,
    end: (outcome) => {
      end(outcome);
    },
  };
}
