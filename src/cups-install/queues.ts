import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, PrintServerError } from '../base/fault.ts';

const commandMs = 30_000;
const outputOctetsMax = 16 * 1024 * 1024;

export interface CupsQueue {
  readonly name: string;
  /** As cupsd tells it: without a password in its first part. */
  readonly uri: string;
}

/** Every queue of the cupsd that CUPS_SERVER names, or the local one. */
export async function listQueues(): Promise<readonly CupsQueue[]> {
  const said = await command('lpstat', ['-v']).catch((error: unknown) => {
    if (messageOf(error).includes('No destinations added')) return '';
    throw error;
  });
  return parseQueues(said);
}

/** `device for office: socket://10.0.0.5`, in the words of the C locale. */
export function parseQueues(said: string): readonly CupsQueue[] {
  return said.split('\n').flatMap((line) => {
    const match = /^device for ([^\s:]+): (\S+)$/.exec(line);
    return match === null ? [] : [{ name: match[1] ?? '', uri: match[2] ?? '' }];
  });
}

/** Of a queue that exists: everything but its device stays, the driver too. */
export async function setDevice(queue: string, uri: string): Promise<void> {
  await command('lpadmin', ['-p', queue, '-v', uri]);
}

/** Lets a held job of CUPS run; false when it is not held any more. */
export async function releaseJob(queue: string, job: number): Promise<boolean> {
  return command('lp', ['-i', `${queue}-${job}`, '-H', 'resume']).then(
    () => true,
    () => false,
  );
}

/**
 * The device as printers.conf has it: with the password that cupsd tells nobody, and that would be lost if the URI it tells
 * were written back. cupsd writes the file some 30 s after a change (DirtyCleanInterval); undefined before that.
 */
function storedUri(serverRoot: string, queue: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(serverRoot, 'printers.conf'), 'utf8');
  } catch {
    return undefined;
  }
  return parseStored(text).get(queue);
}

export function parseStored(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let queue = '';
  for (const line of text.split('\n')) {
    queue = /^<(?:Default)?Printer (\S+)>$/.exec(line)?.[1] ?? queue;
    const uri = /^DeviceURI (\S+)$/.exec(line)?.[1];
    if (uri !== undefined) found.set(queue, uri);
  }
  return found;
}

/** Schemes whose URIs can hold a login. */
const schemesWithLogin = /^(?:smb|ipps?|https?):/;
const writtenWithinMs = 45_000;
const writtenPauseMs = 500;

/** The URI to wrap; waits for printers.conf where a login may be hidden. */
export async function deviceOf(serverRoot: string, { name, uri }: CupsQueue): Promise<string> {
  if (!schemesWithLogin.test(uri) || !uri.includes('//')) return uri;
  const withoutLogin = (text: string): string => text.replace(/:\/\/[^/?#]*@/, '://');
  for (let left = writtenWithinMs; left > 0; left -= writtenPauseMs) {
    const stored = storedUri(serverRoot, name);
    if (stored !== undefined && withoutLogin(stored) === withoutLogin(uri)) return stored;
    if (!isReadable(serverRoot)) return uri;
    await sleep(writtenPauseMs);
  }
  return uri;
}

function isReadable(serverRoot: string): boolean {
  try {
    readFileSync(join(serverRoot, 'cupsd.conf'));
    return true;
  } catch {
    return false;
  }
}

function command(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // Through env, which puts the words of the C locale in front of those of the administrator's language.
    const words = ['LC_ALL=C.UTF-8', program, ...args];
    execFile('env', words, { timeout: commandMs, maxBuffer: outputOctetsMax }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      const said = stderr.trim() === '' ? messageOf(error) : stderr.trim();
      reject(new PrintServerError('server-unreachable', `${program}: ${said}`, { cause: error }));
    });
  });
}
