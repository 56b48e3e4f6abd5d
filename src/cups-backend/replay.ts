import { type AdapterKey, type AdapterPrinted, adapterPaths, keyText } from '../model/adapter.ts';
import type { AdapterServer } from '../model/adapter-settings.ts';
import { parseDecision } from './answers.ts';
import { jobLine } from './backend-call.ts';
import { close, eachPiece } from './document.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { decisionMs, endMs } from './limits.ts';
import { ask, type Reply, ServerCall } from './server-line.ts';

export interface Replayed {
  readonly told: number;
  /** The server will not take them; somebody has to look. */
  readonly refused: number;
  readonly left: number;
  /** Why the rest was left; absent when all was told. */
  readonly why?: string;
}

/** Tells the server what it missed, oldest first, until it is away again or the time is over. */
export async function replay(
  journal: Journal,
  server: AdapterServer,
  isTimeOver: () => boolean,
): Promise<Replayed> {
  const entries = journal.entries().filter((entry) => entry.kind === 'end' || !isPrinting(entry));
  let told = 0;
  let refused = 0;
  for (const entry of entries) {
    const rest = { told, refused, left: entries.length - told - refused };
    if (isTimeOver()) return { ...rest, why: 'there is more than the time allows' };
    const outcome = await tell(journal, entry, server);
    if (outcome.kind === 'down') return { ...rest, why: outcome.why };
    if (outcome.kind === 'told') {
      journal.done(entry);
      told += 1;
    } else {
      journal.refused(entry);
      refused += 1;
    }
  }
  return { told, refused, left: 0 };
}

/** Whether an earlier run of the same job of CUPS has printed it and could not tell yet. */
export function isOwed(journal: Journal, job: AdapterKey): boolean {
  if (journal.isEmpty) return false;
  const key = keyText(job);
  return journal
    .entries()
    .some((entry) => entry.kind === 'print' && !isPrinting(entry) && keyText(entry.job) === key);
}

function isPrinting(entry: JournalEntry): boolean {
  return entry.kind === 'print' && entry.printed === undefined && entry.isRunning;
}

type Outcome = { readonly kind: 'told' | 'refused' } | { readonly kind: 'down'; readonly why: string };

async function tell(journal: Journal, entry: JournalEntry, server: AdapterServer): Promise<Outcome> {
  if (entry.kind === 'end') {
    const call = { method: 'POST', path: adapterPaths.end(entry.attempt), answerMs: endMs } as const;
    return outcomeOf(await ask(server, call, entry.end), () => true);
  }
  // A program that was killed beside its backend: as after SIGTERM, nobody knows what came out.
  const unknown: AdapterPrinted = { at: entry.at, exit: 0, terminated: true };
  const job = { ...entry.job, printed: entry.printed ?? unknown };
  let data: ReturnType<Journal['document']>;
  try {
    data = journal.document(entry);
  } catch {
    // Another run has told it meanwhile, or the document is gone and the server could not count it.
    return { kind: 'refused' };
  }
  try {
    const call = await ServerCall.open(server, {
      method: 'POST',
      path: adapterPaths.jobs,
      answerMs: decisionMs,
    });
    if (await call.write(jobLine(job))) await eachPiece(data, (piece) => call.write(piece));
    return outcomeOf(await call.end(), (body) => parseDecision(body)?.decision === 'done');
  } finally {
    close(data.fd);
  }
}

/** A fault of the server passes; what it calls wrong will be wrong the next time too. */
function outcomeOf(reply: Reply, isTaken: (body: unknown) => boolean): Outcome {
  if (reply.kind === 'down') return reply;
  if (reply.status >= 500) return { kind: 'down', why: `it answers ${reply.status}` };
  // Not known here: another server, or a token that has changed.
  if (reply.status === 401 || reply.status === 403)
    return { kind: 'down', why: `it answers ${reply.status}` };
  return { kind: reply.status === 200 && isTaken(reply.body) ? 'told' : 'refused' };
}
