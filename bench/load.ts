import { setTimeout as sleep } from 'node:timers/promises';
import { standBeside } from './beside.ts';
import { type Answer, Connection } from './connection.ts';
import { makeDocument } from './document.ts';
import { type LoadPlan, type LoadResult, loadPlanSchema } from './messages.ts';
import { type Ask, attributesAsk, createAndSendAsk, jobsAsk, type Place, printJobAsk } from './requests.ts';

/**
 * The load generator, in a process of its own: C connections, each sending its next request when the answer to the
 * last one is there (or when it is due, where a rate is given). Plans come from the parent over the channel that it
 * forked this process with.
 */
process.on('message', (message) => {
  void run(loadPlanSchema.parse(message)).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

/** As many as a small office has; each has an account of its own. */
const usersMax = 64;
const jobsListedMax = 50;

async function run(plan: LoadPlan): Promise<LoadResult> {
  const document = makeDocument(plan.document);
  const latenciesMs: number[] = [];
  const failures: Record<string, number> = {};
  let next = 0;
  let staleRetries = 0;
  const beside = await standBeside(plan);
  const startedAt = process.hrtime.bigint();

  /** Milliseconds from the start at which request number `index` is due. */
  const dueMs = (index: number): number => (plan.perSecond === 0 ? 0 : (index / plan.perSecond) * 1_000);

  const client = async (number: number): Promise<void> => {
    const connection = new Connection(plan.port, plan.answerWithinMs);
    const asks = plan.paths.map((path) => {
      const place = { port: plan.port, path, user: `user${number % usersMax}` };
      return askOf(plan, place, document);
    });
    while (next < plan.requests && sinceMs(startedAt) < plan.sendWithinMs) {
      const index = next++;
      const ask = asks[index % asks.length];
      if (ask === undefined) return;
      const wait = dueMs(index) - sinceMs(startedAt);
      if (wait > 0) await sleep(wait);
      // With a rate, what counts is how long after it was due the answer came (coordinated omission).
      const began = plan.perSecond === 0 ? sinceMs(startedAt) : dueMs(index);
      const failure = await failureOf(ask(connection, plan.firstMarker + index));
      if (failure === undefined) latenciesMs.push(sinceMs(startedAt) - began);
      else failures[failure] = (failures[failure] ?? 0) + 1;
    }
    staleRetries += connection.staleRetries;
    connection.close();
  };

  await Promise.all(Array.from({ length: plan.connections }, (_, number) => client(number)));
  const endedAt = process.hrtime.bigint();
  if (next < plan.requests) failures['not sent'] = plan.requests - next;
  for (const [what, count] of Object.entries(await beside.end())) failures[what] = count;
  return {
    accepted: latenciesMs.length,
    failures,
    staleRetries,
    startedAt: String(startedAt),
    endedAt: String(endedAt),
    latencyMs: percentilesOf(latenciesMs),
  };
}

function askOf(plan: LoadPlan, place: Place, document: ReturnType<typeof makeDocument>): Ask {
  switch (plan.kind) {
    case 'print':
      return printJobAsk(place, document);
    case 'create-send':
      return createAndSendAsk(place, document);
    case 'attributes':
      return attributesAsk(place);
    case 'jobs':
      return jobsAsk(place, jobsListedMax);
  }
}

/** What went wrong in a word; undefined when the request was accepted (statuses 0x0000 to 0x00FF). */
async function failureOf(asked: Promise<Answer>): Promise<string | undefined> {
  try {
    const { httpStatus, body } = await asked;
    if (httpStatus !== 200) return `HTTP ${httpStatus}`;
    const status = body.readUInt16BE(2);
    return status < 0x0100 ? undefined : `IPP 0x${status.toString(16).padStart(4, '0')}`;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

function sinceMs(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function percentilesOf(values: readonly number[]): LoadResult['latencyMs'] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
