import { z } from 'zod';
import { messageOf } from '../../base/fault.ts';
import type { Log } from '../../logging/index.ts';
import { identityLevels } from '../../model/identity.ts';
import { languages } from '../../model/sentences/languages.ts';
import { eventKeywords, type Subscription } from './subscription.ts';

/** Where subscriptions are between two runs of the server: one text, replaced as a whole. */
export interface SubscriptionKeeper {
  /** undefined: nothing was ever kept. */
  read(): Promise<string | undefined>;
  /** Durable when it returns. */
  write(text: string): Promise<void>;
}

export interface Kept {
  /** The highest id that was ever given. */
  readonly lastId: number;
  /** Without events, which are forgotten; the last sequence number is one that no event was told under. */
  readonly subscriptions: readonly Subscription[];
}

const keptSchema = z.strictObject({
  version: z.literal(1),
  lastId: z.int().nonnegative(),
  subscriptions: z.array(
    z.strictObject({
      id: z.int().positive(),
      owner: z.string(),
      /** Absent in files of before: as if it was claimed. */
      level: z.enum(identityLevels).optional(),
      printerUri: z.string().optional(),
      printer: z.string(),
      job: z.int().positive().optional(),
      events: z.array(z.enum(eventKeywords)),
      /** base64. */
      userData: z.string().optional(),
      language: z.enum(languages),
      leaseSeconds: z.int(),
      /** Milliseconds since 1970. */
      endsAt: z.int().optional(),
      sequence: z.int().nonnegative(),
    }),
  ),
});

type KeptRow = z.infer<typeof keptSchema>['subscriptions'][number];

/**
 * Writes one text at a time; all who ask while one is being written are in the next. A folder that cannot be written is
 * in the log and nobody's refusal: the subscription holds until the restart.
 */
export class KeptSubscriptions {
  readonly #keeper: SubscriptionKeeper;
  readonly #log: Log;
  #writing: Promise<unknown> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(keeper: SubscriptionKeeper, log: Log) {
    this.#keeper = keeper;
    this.#log = log;
  }

  async load(): Promise<Kept> {
    try {
      const text = await this.#keeper.read();
      if (text === undefined) return { lastId: 0, subscriptions: [] };
      const { lastId, subscriptions } = keptSchema.parse(JSON.parse(text));
      return { lastId, subscriptions: subscriptions.map(subscriptionOf) };
    } catch (error) {
      this.#log.error('subscriptions not read', { why: messageOf(error) });
      return { lastId: 0, subscriptions: [] };
    }
  }

  /** `snapshot` is asked when its turn comes; `kept` hears then what is durable. */
  save(snapshot: () => Kept, kept: (what: Kept) => void): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#writing.then(async () => {
      this.#next = undefined;
      const what = snapshot();
      await this.#keeper.write(textOf(what)).catch((error: unknown) => {
        this.#log.error('subscriptions not kept', { why: messageOf(error) });
      });
      kept(what);
    });
    this.#next = next;
    this.#writing = next;
    return next;
  }
}

function textOf({ lastId, subscriptions }: Kept): string {
  return `${JSON.stringify({ version: 1, lastId, subscriptions: subscriptions.map(rowOf) })}\n`;
}

function rowOf({
  id,
  owner: { name, level, printerUri },
  printer,
  job,
  template,
  endsAt,
  reservedTo,
}: Subscription): KeptRow {
  const { events, userData, language, leaseSeconds } = template;
  return {
    id,
    owner: name,
    level,
    ...(printerUri === undefined ? {} : { printerUri }),
    printer,
    ...(job === undefined ? {} : { job }),
    events: [...events],
    ...(userData === undefined ? {} : { userData: Buffer.from(userData).toString('base64') }),
    language,
    leaseSeconds,
    ...(endsAt === undefined ? {} : { endsAt }),
    sequence: reservedTo,
  };
}

function subscriptionOf(row: KeptRow): Subscription {
  const { id, owner: name, level = 'claimed', printerUri, printer, job } = row;
  const { events, userData, language, leaseSeconds } = row;
  const data = userData === undefined ? {} : { userData: Buffer.from(userData, 'base64') };
  return {
    id,
    owner: { name, level, ...(printerUri === undefined ? {} : { printerUri }) },
    printer,
    ...(job === undefined ? {} : { job }),
    template: { events, ...data, language, leaseSeconds },
    endsAt: row.endsAt,
    events: [],
    lastSequence: row.sequence,
    reservedTo: row.sequence,
    durableTo: row.sequence,
  };
}
