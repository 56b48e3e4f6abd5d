import { setTimeout as sleep } from 'node:timers/promises';
import { type AdapterJob, adapterPaths } from '../model/adapter.ts';
import type { AdapterServer } from '../model/adapter-settings.ts';
import { jobLine } from './backend-call.ts';
import { eachPiece, openDocument, type PrintData, SpooledInput } from './document.ts';
import { decisionMs, earlyAnswerMs } from './limits.ts';
import { type Reply, ServerCall } from './server-line.ts';
import type { Termination } from './termination.ts';

/** The document, wholly read, and what the server said to it. */
export type Taken =
  | { readonly kind: 'taken'; readonly data: PrintData; readonly reply: Reply }
  | { readonly kind: 'terminated' }
  /** The data could not be kept; nothing was reserved. */
  | { readonly kind: 'unusable'; readonly why: string };

export interface Intake {
  readonly job: AdapterJob;
  readonly server: AdapterServer;
  readonly openStdin: () => AsyncIterable<Buffer>;
  readonly file?: string;
  /** TMPDIR of cupsd. */
  readonly folder: string;
  readonly termination: Termination;
  /** Why the server must not be asked now. */
  readonly unasked?: string;
}

/** Sends the document to the server while it is read, and reads it to its end whatever the server says. */
export async function takeDocument(intake: Intake): Promise<Taken> {
  const { job, server, termination } = intake;
  const call = await ServerCall.open(server, {
    method: 'POST',
    path: adapterPaths.jobs,
    answerMs: decisionMs,
  });
  if (intake.unasked === undefined) await call.write(jobLine(job));
  else call.abort(intake.unasked);
  const data = intake.file === undefined ? await spool(intake, call) : await sendFile(intake.file, call);
  if (typeof data === 'string') {
    call.abort(data);
    return { kind: 'unusable', why: data };
  }
  await signalsHeard();
  if (termination.requested) {
    call.abort('the job was ended');
    return { kind: 'terminated' };
  }
  const reply = await call.end();
  // A refusal that came before the end of the document: the connection broke with the answer still in it.
  const asksAgain = reply.kind === 'down' && call.brokeOff && !termination.requested;
  const heard = asksAgain ? await askSlowly(intake, data) : reply;
  // An answer and a signal that came before it may be read in one round: the backend must not start then.
  await signalsHeard();
  return { kind: 'taken', data, reply: heard };
}

/** The line alone first: what is refused without a look at the document is answered to it. */
async function askSlowly({ job, server }: Intake, data: PrintData): Promise<Reply> {
  const call = await ServerCall.open(server, {
    method: 'POST',
    path: adapterPaths.jobs,
    answerMs: decisionMs,
  });
  await call.write(jobLine(job));
  await Promise.race([call.reply, sleep(earlyAnswerMs)]);
  await eachPiece(data, (piece) => call.write(piece));
  return call.end();
}

/**
 * When cupsd ends a job it ends the filters first: their end is no end of the document, and the signal to us is there. The
 * first round of the event loop may be the one in which the end was read, the second asks for signals again.
 */
async function signalsHeard(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A backend that leaves data unread makes cupsd abort the job, or wait hours for it: always to the end. */
async function spool(
  { openStdin, folder, termination }: Intake,
  call: ServerCall,
): Promise<PrintData | string> {
  let problem: string | undefined;
  let input: SpooledInput | undefined;
  try {
    input = SpooledInput.open(folder);
  } catch (error) {
    problem = `${folder} takes no file (${nameOf(error)})`;
  }
  for await (const piece of openStdin()) {
    if (termination.requested) break;
    if (input === undefined || problem !== undefined) continue;
    try {
      input.append(piece);
    } catch (error) {
      problem = `${folder} has no room for the job (${nameOf(error)})`;
      continue;
    }
    await call.write(piece);
  }
  return problem ?? input ?? 'nothing was read';
}

async function sendFile(path: string, call: ServerCall): Promise<PrintData | string> {
  try {
    const data = openDocument(path);
    await eachPiece(data, (piece) => call.write(piece));
    return data;
  } catch (error) {
    return `the file of the job cannot be read (${nameOf(error)})`;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
