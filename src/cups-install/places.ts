import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a cupsd keeps its things and whom its backends run as. */
export interface CupsPlaces {
  readonly serverRoot: string;
  /** The backend directory. */
  readonly backends: string;
  /** Spool of cupsd, in which the adapter has a folder too. */
  readonly requestRoot: string;
  readonly user: { readonly name: string; readonly uid: number; readonly gid: number };
}

interface PlacesGiven {
  readonly serverRoot?: string;
  readonly serverBin?: string;
}

/** Directories in which systems keep backends: Debian and Ubuntu, Fedora and macOS, FreeBSD. */
const usualServerBins = ['/usr/lib/cups', '/usr/libexec/cups', '/usr/local/libexec/cups'];

/** Where they are, or why they cannot be found. */
export function findPlaces({ serverRoot = '/etc/cups', serverBin }: PlacesGiven): CupsPlaces | string {
  if (!existsSync(serverRoot)) return `${serverRoot} does not exist; name CUPS' folder with --server-root`;
  const directives = directivesIn(serverRoot);
  const bin =
    serverBin ??
    directives.get('ServerBin') ??
    usualServerBins.find((path) => existsSync(join(path, 'backend')));
  if (bin === undefined || !existsSync(join(bin, 'backend'))) {
    return `${bin ?? 'any usual folder'} has no backend directory; name CUPS' ServerBin with --server-bin`;
  }
  const name = directives.get('User') ?? 'lp';
  const uid = idOf('passwd', name);
  const gid = idOf('group', directives.get('Group') ?? 'lp');
  if (uid === undefined || gid === undefined)
    return `this machine has no user ${name}, which CUPS runs backends as`;
  return {
    serverRoot,
    backends: join(bin, 'backend'),
    requestRoot: directives.get('RequestRoot') ?? '/var/spool/cups',
    user: { name, uid, gid },
  };
}

function directivesIn(serverRoot: string): ReadonlyMap<string, string> {
  try {
    return parseDirectives(readFileSync(join(serverRoot, 'cups-files.conf'), 'utf8'));
  } catch {
    return new Map();
  }
}

/** `Name value` a line; the last one counts (cups-files.conf(5)). */
export function parseDirectives(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line));
  return new Map(lines.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? '']])));
}

/** By getent, which also knows what a directory service keeps. */
function idOf(database: 'passwd' | 'group', name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  try {
    const [, , id = ''] = execFileSync('getent', [database, name], { encoding: 'utf8' }).split(':');
    return Number(id);
  } catch {
    return undefined;
  }
}
