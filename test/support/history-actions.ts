import fc from 'fast-check';
import type { Resolution } from '../../src/jobs/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { backendEnds, type CupsRun } from './history-cups.ts';
import { type DeviceKind, deviceKinds, type RelayPlan, relayEnds, reports } from './history-device.ts';
import { type BodyKind, bodyKinds, type DocumentWish, flavours } from './history-documents.ts';
import type { Crash, StoreFault } from './history-life.ts';

/** A document sent in one operation, or in two. */
export interface Submit {
  readonly kind: 'print' | 'create';
  readonly user: string;
  readonly printer: string;
  readonly document: DocumentWish;
  /** The documents behind the first one that follow a Create-Job; print has none. */
  readonly further: readonly DocumentWish[];
  readonly body: BodyKind;
  readonly copies: number;
  readonly held: boolean;
  readonly priority: number;
  /** Does not wait for a slow count. */
  readonly impatient: boolean;
  readonly lateRefusal: 'status' | 'abort';
  /** What follows a Create-Job. */
  readonly then: 'last' | 'close' | 'close without' | 'nothing';
}

export type Action =
  | Submit
  | { readonly kind: 'cups'; readonly user: string; readonly document: DocumentWish; readonly run: CupsRun }
  | { readonly kind: 'cups again'; readonly which: number; readonly run: CupsRun }
  | { readonly kind: 'cancel' | 'hold'; readonly which: number; readonly operator: boolean }
  | {
      readonly kind: 'cancel document';
      readonly which: number;
      readonly number: number;
      readonly operator: boolean;
    }
  | {
      readonly kind: 'release';
      readonly which: number;
      readonly operator: boolean;
      /** undefined: at the job's own printer. */
      readonly at: string | undefined;
    }
  | { readonly kind: 'resolve'; readonly which: number; readonly how: Resolution }
  | { readonly kind: 'pause' | 'resume'; readonly printer: string }
  | { readonly kind: 'policy'; readonly user: string; readonly policy: number }
  | { readonly kind: 'wait'; readonly milliseconds: number };

interface Step {
  readonly action: Action;
  /** Whether the next action waits for the answer of this one. */
  readonly awaited: boolean;
}

/** One run of the server: what happens in it, and how it ends if it does not die before. */
export interface LifePlan {
  readonly steps: readonly Step[];
  readonly crash: Crash | undefined;
  /** A printer that is not configured in this life. */
  readonly without: string | undefined;
  readonly end: 'kill' | 'stop';
}

export interface History {
  readonly rules: Pick<PrinterSettings, 'afterCrash' | 'afterPartial' | 'cancelled' | 'overrun'> & {
    readonly onError: PrinterSettings['onError']['action'];
    readonly tries: number;
    readonly unknownCount: PrinterSettings['unknownCount'];
  };
  readonly device: DeviceKind;
  readonly relays: readonly RelayPlan[];
  readonly lives: readonly LifePlan[];
  readonly faults: readonly StoreFault[];
  /** What the operator says at the end to whatever is listed. */
  readonly verdicts: readonly Resolution[];
}

/** alice's limit never changes, bob's does, carol's account is made when she first prints. */
const users: readonly string[] = ['alice', 'bob', 'carol'];
/** Jobs of `safe` wait for a release, there or at another printer. */
export const printers: readonly string[] = ['demo', 'lab', 'safe'];
export const policies: readonly AccountPolicy[] = [
  { mode: 'balance', overdraft: 20_000, limits: {} },
  { mode: 'accounting-only', overdraft: 0, limits: {} },
  { mode: 'exempt', overdraft: 0, limits: {} },
  { mode: 'blocked', overdraft: 0, limits: {} },
  { mode: 'both', overdraft: 0, limits: { demo: { hard: 6 }, lab: { soft: 1 } } },
];

const doubts = fc.constantFrom(...(['hold', 'hold', 'again', 'printed', 'void'] as const));

const rules: fc.Arbitrary<History['rules']> = fc.record({
  afterCrash: doubts,
  afterPartial: doubts,
  cancelled: fc.constantFrom('full', 'none', 'operator'),
  overrun: fc.constantFrom('held', 'device'),
  onError: fc.constantFrom(...(['retry', 'retry', 'hold', 'abort', 'stop'] as const)),
  tries: fc.integer({ min: 1, max: 3 }),
  unknownCount: fc.constantFrom<PrinterSettings['unknownCount']>(
    { kind: 'deny' },
    { kind: 'hold' },
    { kind: 'device' },
    { kind: 'assume', impressions: 2 },
  ),
});

const relay: fc.Arbitrary<RelayPlan> = fc.record({
  end: fc.constantFrom('prints', 'prints', 'prints', ...relayEnds),
  reports: fc.constantFrom('nothing', 'nothing', ...reports),
  turns: fc.nat({ max: 3 }),
  tells: fc.boolean(),
});

const resolution: fc.Arbitrary<Resolution> = fc.oneof(
  fc.constant<Resolution>({ kind: 'printed' }),
  fc.nat({ max: 4 }).map((impressions): Resolution => ({ kind: 'printed', impressions })),
  fc.constant<Resolution>({ kind: 'again' }),
  fc.constant<Resolution>({ kind: 'void' }),
);

const seldom = fc.nat({ max: 4 }).map((n) => n === 0);

const submittedDocument: fc.Arbitrary<DocumentWish> = fc.record({
  flavour: fc.constantFrom('plain', 'plain', 'plain', ...flavours),
  pages: fc.integer({ min: 1, max: 3 }),
  big: seldom,
});

const submit: fc.Arbitrary<Submit> = fc.record({
  kind: fc.constantFrom(...(['print', 'print', 'create'] as const)),
  user: fc.constantFrom(...users),
  printer: fc.constantFrom(...printers),
  document: submittedDocument,
  further: fc.array(submittedDocument, { maxLength: 2 }),
  body: fc.constantFrom('whole', 'whole', 'whole', ...bodyKinds),
  copies: fc.integer({ min: 1, max: 2 }),
  held: seldom,
  priority: fc.constantFrom(50, 50, 50, 80),
  impatient: fc.boolean(),
  lateRefusal: fc.constantFrom('status', 'abort'),
  then: fc.constantFrom(...(['last', 'last', 'close', 'close', 'close without', 'nothing'] as const)),
});

const which = fc.nat({ max: 30 });

const cupsRun: fc.Arbitrary<CupsRun> = fc.record({
  backend: fc.constantFrom('prints', 'prints', 'prints', ...backendEnds),
  counts: fc.boolean(),
  open: fc.boolean(),
  dies: fc.constantFrom(...(['never', 'never', 'never', 'never', 'asked', 'allowed', 'printed'] as const)),
  unheard: seldom,
  turns: fc.nat({ max: 6 }),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: submit },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('cups'),
      user: fc.constantFrom(...users),
      document: submittedDocument,
      run: cupsRun,
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('cups again'), which, run: cupsRun }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('cancel', 'hold'),
      which,
      operator: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('cancel document'),
      which,
      number: fc.integer({ min: 1, max: 3 }),
      operator: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('release'),
      which,
      operator: fc.boolean(),
      at: fc.constantFrom(undefined, ...printers),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('resolve'), which, how: resolution }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('pause', 'resume', 'resume'),
      printer: fc.constantFrom(...printers),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('policy'),
      user: fc.constantFrom('alice', 'bob'),
      policy: fc.nat({ max: policies.length - 1 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), milliseconds: fc.nat({ max: 8 }) }) },
);

const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.record({ action, awaited: fc.boolean() }), {
  minLength: 1,
  maxLength: 7,
  size: 'max',
});

const crash: fc.Arbitrary<Crash> = fc.record({
  write: fc.integer({ min: 1, max: 20 }),
  when: fc.constantFrom('before', 'after'),
});

const common = {
  rules,
  device: fc.constantFrom(...deviceKinds),
  relays: fc.array(relay, { minLength: 1, maxLength: 7, size: 'max' }),
  verdicts: fc.array(resolution, { minLength: 1, maxLength: 3, size: 'max' }),
};

/** Several lives of the server on one store, most of them ended by a crash at one of their writes. */
export const crashHistory: fc.Arbitrary<History> = fc.record({
  ...common,
  faults: fc.constant([]),
  lives: fc.array(
    fc.record({
      steps,
      crash: fc.option(crash, { nil: undefined, freq: 4 }),
      without: fc.constantFrom(undefined, undefined, undefined, undefined, ...printers),
      end: fc.constantFrom('kill', 'stop'),
    }),
    { minLength: 1, maxLength: 4, size: 'max' },
  ),
});

const fault: fc.Arbitrary<StoreFault> = fc.record({
  call: fc.integer({ min: 1, max: 90 }),
  kind: fc.constantFrom('unreachable', 'unknown, not done', 'unknown, done'),
});

/** One life whose store fails now and then, also several times in a row. */
export const faultHistory: fc.Arbitrary<History> = fc.record({
  ...common,
  faults: fc
    .array(fc.tuple(fault, fc.nat({ max: 2 })), { minLength: 1, maxLength: 6, size: 'max' })
    .map((bursts) =>
      bursts.flatMap(([first, more]) =>
        Array.from({ length: more + 1 }, (_, place) => ({ ...first, call: first.call + place })),
      ),
    ),
  lives: fc
    .record({ steps, more: steps })
    .map(({ steps: first, more }) => [
      { steps: [...first, ...more], crash: undefined, without: undefined, end: 'stop' as const },
    ]),
});
