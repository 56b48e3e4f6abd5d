import type { GhostscriptLimits } from '../counter.ts';
import type { Rendering } from '../format.ts';
import { findProgram } from './find-program.ts';

type Printing = Pick<Rendering, 'defaults' | 'smooth'>;

/** How Ghostscript is started: program and arguments, never a shell. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** No known paper has this size, so that a page that has it was never given one. */
const unsaidPoints = { width: 640, height: 880 } as const;

/** The size of a page for which the program set none, as a count of its raster names it. */
export const unsaidMedia = 'custom_226x310mm_226x310mm';

/** Largest temporary file: pages too large for memory are drawn in bands kept in one. */
const fileOctetsMax = 268_435_456;

/** Finds Ghostscript, and prlimit (util-linux) to set limits that the kernel keeps. */
export class GhostscriptCommand {
  readonly #limits: GhostscriptLimits;
  #programs: Promise<Programs> | undefined;

  constructor(limits: GhostscriptLimits) {
    this.#limits = limits;
  }

  /** Undefined when Ghostscript is not there, or not wanted. */
  async build(printing: Printing): Promise<Command | undefined> {
    // Looked for once; a server that gets Ghostscript later is started again.
    this.#programs ??= findPrograms(this.#limits.program);
    const { ghostscript, prlimit } = await this.#programs;
    if (ghostscript === undefined) return undefined;
    const args = ghostscriptArguments(printing, this.#limits);
    if (prlimit === undefined) return { file: ghostscript, args };
    return { file: prlimit, args: [...kernelLimits(this.#limits), ghostscript, ...args] };
  }
}

interface Programs {
  readonly ghostscript: string | undefined;
  readonly prlimit: string | undefined;
}

async function findPrograms(program: string): Promise<Programs> {
  if (program === 'off') return { ghostscript: undefined, prlimit: undefined };
  return {
    ghostscript: program === 'auto' ? await findProgram('gs') : program,
    prlimit: await findProgram('prlimit'),
  };
}

/**
 * PWG raster tells everything at once: pages, copies, sides, size, and colour by its pixels. It costs no more than
 * bounding boxes alone (25 pages: 0.08 s against 0.10 s with bbox, Ghostscript 10.00). 36 dpi without smoothing finds
 * the coloured pages of 551 known ones.
 */
function ghostscriptArguments(
  { defaults, smooth }: Printing,
  { memoryMib }: GhostscriptLimits,
): readonly string[] {
  return [
    ...['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-dNOPROMPT', `-K${memoryMib * 1_024}`],
    ...['-sDEVICE=pwgraster', '-r36', '-dcupsColorSpace=19', '-dcupsBitsPerColor=8'],
    ...(smooth === true ? ['-dTextAlphaBits=4', '-dGraphicsAlphaBits=4'] : []),
    `-dDEVICEWIDTHPOINTS=${unsaidPoints.width}`,
    `-dDEVICEHEIGHTPOINTS=${unsaidPoints.height}`,
    // What the program prints to its standard output must not get between the pages.
    ...['-sstdout=%stderr', '-sOutputFile=-'],
    ...['-c', start(defaults), '-f', '-_'],
  ];
}

/**
 * What is in force before the program. NumCopies stays null, as in a device: any number in it would hide the `#copies` that
 * programs of level 1 set (PLRM 3 §6.2.2), dvips among them.
 */
function start({ copies, sides }: Printing['defaults']): string {
  const duplex = sides !== undefined && sides !== 'one-sided';
  const tumble = sides === 'two-sided-short-edge';
  return `<</Duplex ${duplex}/Tumble ${tumble}>>setpagedevice/#copies ${copies} def ${withoutRasterSettings}`;
}

/** Jobs for raster filters of CUPS set how their raster is written (`cupsCompression`); that of ours must stay as it is. */
const withoutRasterSettings = [
  'userdict/setpagedevice{dup type/dicttype eq{<<exch{1 index type/nametype eq{',
  '1 index dup length string cvs(cups)anchorsearch{pop pop pop pop}{pop}ifelse}if}forall>>}if ',
  'systemdict/setpagedevice get exec}put',
].join('');

function kernelLimits({ timeMs, memoryMib }: GhostscriptLimits): readonly string[] {
  return [
    `--as=${memoryMib * 1_048_576}`,
    `--cpu=${Math.ceil(timeMs / 1_000) + 1}`,
    `--fsize=${fileOctetsMax}`,
    '--core=0',
  ];
}
