import { spawnSync } from 'node:child_process';

/** A program that says how many pages a PDF has. */
export interface Peer {
  readonly name: string;
  readonly command: (path: string) => readonly [program: string, ...args: string[]];
  /** It follows every kid of the tree, as we do; the others believe /Count. */
  readonly walks: boolean;
}

const all: readonly Peer[] = [
  { name: 'mutool', walks: false, command: (path) => ['mutool', 'info', '-M', path, '1'] },
  { name: 'pdfinfo', walks: false, command: (path) => ['pdfinfo', path] },
  { name: 'qpdf', walks: false, command: (path) => ['qpdf', '--show-npages', path] },
  { name: 'qpdf walk', walks: true, command: (path) => ['qpdf', '--show-pages', path] },
];

/** Those that are installed. */
export function findPeers(): readonly Peer[] {
  return all.filter(({ command }) => {
    const [program] = command('');
    return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
  });
}

/** Milliseconds of CPU of the whole process, by the shell, which reads them to the microsecond: others' work does not count. */
export function timePeer({ command }: Peer, path: string): number {
  const script = 'TIMEFORMAT="%3U %3S"; time "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', ...command(path)], { encoding: 'latin1' });
  const [user, system] = stderr.trim().split(' ').map(Number);
  return 1_000 * ((user ?? Number.NaN) + (system ?? Number.NaN));
}
