import { type AdapterJob, adapterLineOctetsMax, adapterProtocol } from '../model/adapter.ts';
import { cutToOctets } from './status-line.ts';

/** Variables as cupsd gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What cupsd calls a backend with: job-id user title copies options [file]. */
export interface BackendCall {
  /** As they came, for the wrapped backend. */
  readonly args: readonly string[];
  readonly job: number;
  readonly user: string;
  readonly title: string;
  readonly copies: number;
  readonly options: string;
  /** Without it the data comes on standard input. */
  readonly file?: string;
}

/** Lines of a job may not be longer than the server takes; of the user's texts, so much is worth telling. */
const titleOctetsMax = 1_024;
const optionsOctetsMax = 16 * 1024;

export function parseCall(args: readonly string[]): BackendCall | undefined {
  const [job = '', user = '', title = '', copies = '', options = '', file] = args;
  if (args.length < 5 || args.length > 6 || !/^\d{1,9}$/.test(job)) return undefined;
  return {
    args,
    job: Number(job),
    user,
    title,
    copies: /^[1-9]\d{0,8}$/.test(copies) ? Number(copies) : 1,
    options,
    ...(file === undefined ? {} : { file }),
  };
}

export interface JobFacts {
  readonly instance: string;
  readonly queue: string;
  readonly deviceScheme: string;
  readonly isRelay: boolean;
  /** Of this run of the program; no other for the same job has it. */
  readonly ask: string;
  /** Seconds since 1970, for a call that is not from cupsd and has no time-at-creation. */
  readonly now: number;
}

/** What the server is told of a job: never the device URI, and no password. */
export function jobOf(call: BackendCall, environment: Environment, facts: JobFacts): AdapterJob {
  const { CONTENT_TYPE, FINAL_CONTENT_TYPE, CUPS_FILETYPE } = environment;
  const authUser = provenUser(environment);
  return {
    protocol: adapterProtocol,
    ask: facts.ask,
    instance: facts.instance,
    queue: facts.queue,
    job: call.job,
    createdAt: createdAtOf(call.options) ?? facts.now,
    user: call.user,
    ...(authUser === undefined ? {} : { authUser }),
    title: cutToOctets(call.title, titleOctetsMax),
    copies: call.copies,
    source: call.file === undefined ? 'stdin' : 'file',
    ...(CONTENT_TYPE === undefined ? {} : { contentType: CONTENT_TYPE }),
    ...(FINAL_CONTENT_TYPE === undefined ? {} : { finalContentType: FINAL_CONTENT_TYPE }),
    ...(CUPS_FILETYPE === undefined ? {} : { fileType: CUPS_FILETYPE }),
    options: cutToOctets(call.options, optionsOctetsMax),
    deviceScheme: facts.deviceScheme,
    ...(facts.isRelay ? { relay: true } : {}),
  };
}

/** The last one: cupsd writes its own attributes after those of the client, whose values since 2.4.17 hold blanks. */
function createdAtOf(options: string): number | undefined {
  const last = [...options.matchAll(/(?:^|\s)time-at-creation=(\d{1,12})(?=\s|$)/g)].at(-1)?.[1];
  return last === undefined ? undefined : Number(last);
}

/**
 * cupsd has checked AUTH_USERNAME only while the queue itself asks for no login; else it is what the user typed for the
 * printer. (In the environment of the backend the queue's setting is AUTH_INFO_REQUIRED.)
 */
function provenUser({ AUTH_USERNAME, AUTH_INFO_REQUIRED = 'none' }: Environment): string | undefined {
  return AUTH_USERNAME !== undefined && AUTH_USERNAME !== '' && AUTH_INFO_REQUIRED === 'none'
    ? AUTH_USERNAME
    : undefined;
}

/** The line before the document. JSON escapes the ends of lines, so that it is one. */
export function jobLine(job: AdapterJob): Buffer {
  const line = Buffer.from(`${JSON.stringify(job)}\n`);
  if (line.length <= adapterLineOctetsMax) return line;
  // Escapes can make six octets of one; what is only text of the user gives way.
  return Buffer.from(`${JSON.stringify({ ...job, title: '', options: '' })}\n`);
}
