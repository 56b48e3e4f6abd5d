import { readFileSync, writeSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { basename, dirname } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import { adapterPaths, adapterProtocol } from '../model/adapter.ts';
import {
  type AdapterSettings,
  adapterSettingsPath,
  fieldsOf,
  parseAdapterSettings,
} from '../model/adapter-settings.ts';
import { parseAdapterUri, withoutCredentials } from '../model/cups-device-uri.ts';
import { isOwnAddress } from '../model/own-address.ts';
import { faultMessageOf } from './answers.ts';
import { type BackendCall, type Environment, jobOf, parseCall } from './backend-call.ts';
import { type BackendProgram, findProgram } from './backend-program.ts';
import { BegunRun } from './begun-run.ts';
import { isCancelledInCups } from './cups-job-state.ts';
import { discover } from './discovery.ts';
import { cupsExits } from './exit-codes.ts';
import { Journal } from './journal.ts';
import { statusMs } from './limits.ts';
import { Notes } from './notes.ts';
import { replay } from './replay.ts';
import { runJob } from './run-job.ts';
import { ask } from './server-line.ts';
import { statusPipe } from './status-pipe.ts';
import { Termination } from './termination.ts';

export interface Program {
  /** Path by which we were started. */
  readonly path: string;
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Opened only for a job whose data comes there. */
  readonly openStdin: () => AsyncIterable<Buffer>;
  readonly uid: number | undefined;
  readonly pid: number;
  readonly parentNow: () => number;
  /** Aborted by SIGTERM. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 *   cupspykota                                          lists devices
 *   cupspykota job user title copies options [file]     prints a job, as cupsd calls it
 *   cupspykota --check | --replay                       for `platen cups`: answers a line of JSON
 */
export async function main(program: Program): Promise<number> {
  const { args } = program;
  if (args.length === 0) return await listDevices(program);
  if (args.length === 1 && args[0] === '--check') return await check(program);
  if (args.length === 1 && args[0] === '--replay') return await replayJournal(program);
  const call = parseCall(args);
  if (call !== undefined) return await printJob(program, call);
  statusPipe.say('ERROR', 'Usage: cupspykota job-id user title copies options [file]');
  return cupsExits.failed;
}

async function listDevices({ path, environment, uid }: Program): Promise<number> {
  const settings = readSettings(environment);
  const user = typeof settings === 'string' ? undefined : settings.user;
  await discover({ folder: dirname(path), own: basename(path), environment, user, ownUid: uid });
  return cupsExits.ok;
}

async function printJob(program: Program, call: BackendCall): Promise<number> {
  const { path, environment, openStdin, uid, pid, clock } = program;
  const settings = readSettings(environment);
  if (typeof settings === 'string') return await broken(program, settings);
  const target = targetOf(program, settings);
  if (typeof target === 'string') return await broken(program, target);
  const queue = environment['PRINTER'] ?? basename(path);
  const told = jobOf(call, environment, {
    instance: settings.instance,
    queue,
    deviceScheme: target.scheme,
    isRelay: target.wrapped === undefined,
    ask: `${pid}-${clock.now()}`,
    now: Math.floor(clock.now() / 1000),
  });
  const termination = new Termination(program.signal, program.parentNow);
  const begun = new BegunRun(new Notes(settings.folder, 'begun'), told, program.parentNow());
  const code = await runJob({
    call,
    environment,
    settings,
    job: begun.isRerun ? { ...told, rerun: true } : told,
    ...(target.wrapped === undefined ? {} : { wrapped: target.wrapped }),
    openStdin,
    status: statusPipe,
    termination,
    journal: new Journal(settings.folder),
    held: new Notes(settings.folder, 'held'),
    again: new Notes(settings.folder, 'again'),
    ownUid: uid,
    now: clock.now,
  });
  // What is cancelled will not come again.
  begun.end(!termination.requested || (await isCancelledInCups(call.job, environment)) === true);
  return code;
}

interface Target {
  readonly scheme: string;
  readonly wrapped?: { readonly uri: string; readonly program: BackendProgram };
}

/** What is to print, or what is wrong with the queue. */
function targetOf({ path, environment, uid }: Program, settings: AdapterSettings): Target | string {
  const deviceUri = environment['DEVICE_URI'] ?? '';
  const target = parseAdapterUri(deviceUri, basename(path));
  switch (target.kind) {
    case 'relay':
      return { scheme: '' };
    case 'invalid':
      return `The device URI ${withoutCredentials(deviceUri)} cannot be used: ${target.why}`;
    case 'wrapped': {
      const { uri, scheme } = target;
      if (isOwnAddress(uri, settings.ownAddresses, { hostname, networkInterfaces })) {
        return 'This queue leads to the print server itself, which would charge every job twice. Use ipp://… without cupspykota:, or cupspykota: alone';
      }
      const program = findProgram(dirname(path), scheme, uid);
      return typeof program === 'string' ? program : { scheme, wrapped: { uri, program } };
    }
  }
}

/** A broken installation, not the fault of a job: the queue stops, its jobs stay. */
async function broken({ openStdin, args }: Program, why: string): Promise<number> {
  if (args.length === 5) await drain(openStdin());
  statusPipe.say('WARNING', 'The print service of this queue is not set up rightly.');
  statusPipe.say('ERROR', why);
  return cupsExits.stop;
}

/** What is left unread makes cupsd abort the job, which is to stay. */
async function drain(stdin: AsyncIterable<Buffer>): Promise<void> {
  const pieces = stdin[Symbol.asyncIterator]();
  for (let ended = false; !ended; ) ended = (await pieces.next()).done === true;
}

function readSettings(environment: Environment): AdapterSettings | string {
  const path = adapterSettingsPath(environment['CUPS_SERVERROOT'] ?? '/etc/cups');
  try {
    const settings = parseAdapterSettings(JSON.parse(readFileSync(path, 'utf8')));
    return typeof settings === 'string' ? `${path}: ${settings}` : settings;
  } catch (error) {
    return `${path} cannot be read (${messageOf(error)}); run "platen cups install"`;
  }
}

async function check({ environment }: Program): Promise<number> {
  const settings = readSettings(environment);
  if (typeof settings === 'string') return answer({ ok: false, message: settings });
  const reply = await ask(settings.server, { method: 'GET', path: adapterPaths.info, answerMs: statusMs });
  if (reply.kind === 'down')
    return answer({ ok: false, message: `The server cannot be reached: ${reply.why}` });
  if (reply.status !== 200) {
    return answer({
      ok: false,
      message: `The server answers ${reply.status}: ${faultMessageOf(reply.body)}`,
    });
  }
  const info = fieldsOf(reply.body);
  const protocol = info.get('protocol');
  if (protocol !== adapterProtocol) {
    const older = typeof protocol === 'number' && protocol > adapterProtocol ? 'adapter' : 'server';
    return answer({ ok: false, message: `The ${older} is of an older version; update it.` });
  }
  return answer({ ok: true, version: info.get('version') });
}

async function replayJournal({ environment, signal }: Program): Promise<number> {
  const settings = readSettings(environment);
  if (typeof settings === 'string') return answer({ ok: false, message: settings });
  const replayed = await replay(new Journal(settings.folder), settings.server, () => signal.aborted);
  return answer({ ok: replayed.left === 0 && replayed.refused === 0, ...replayed });
}

function answer(value: Readonly<Record<string, unknown>>): number {
  writeSync(1, `${JSON.stringify(value)}\n`);
  return value['ok'] === true ? cupsExits.ok : cupsExits.failed;
}
