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

/** Runs of a peer in one measurement: what the shell tells is cut to a millisecond. */
const runs = 5;
/** Who takes longer is measured once. */
const slowMs = 100;

/**
 * Milliseconds of CPU of the whole process, by the shell: others' work does not count. The best of three means, as our own
 * figure is the best of three.
 */
export function timePeer(peer: Peer, path: string): number {
  const once = timeRuns(peer, path, 1);
  return once > slowMs ? once : Math.min(...[1, 2, 3].map(() => timeRuns(peer, path, runs)));
}

function timeRuns({ command }: Peer, path: string, times: number): number {
  const loop = `for ((run = 0; run < ${times}; run += 1)); do "$@" >/dev/null 2>&1; done`;
  const args = ['-c', `TIMEFORMAT="%3U %3S"; time ${loop}`, 'bash', ...command(path)];
  const { stderr } = spawnSync('bash', args, { encoding: 'latin1' });
  const [user, system] = stderr.trim().split(' ').map(Number);
  return (1_000 * ((user ?? Number.NaN) + (system ?? Number.NaN))) / times;
}
