import { Buffer } from 'node:buffer';

/**
 * Writes WebAssembly: a module of one function over an imported memory, and the instructions that it needs (WebAssembly 2.0
 * §5.4). Each instruction takes what it works on as arguments, in the order in which they are pushed.
 */
type Code = readonly number[];

export const local = (index: number): Code => [0x20, index];
export const set = (index: number, value: Code): Code => [...value, 0x21, index];
export const constant = (value: number): Code => [0x41, ...signed(value)];

export const add = (first: Code, second: Code): Code => [...first, ...second, 0x6a];
export const subtract = (first: Code, second: Code): Code => [...first, ...second, 0x6b];
export const multiply = (first: Code, second: Code): Code => [...first, ...second, 0x6c];
export const differ = (first: Code, second: Code): Code => [...first, ...second, 0x47];
/** Both compare without sign: what is below 0 is above everything. */
export const isBelow = (first: Code, second: Code): Code => [...first, ...second, 0x49];
export const isNotBelow = (first: Code, second: Code): Code => [...first, ...second, 0x4f];

/** Loads from an address and a fixed offset behind it; alignment is never promised. */
export const octet = (address: Code, offset = 0): Code => [...address, 0x2d, 0, ...unsigned(offset)];
export const twoOctets = (address: Code, offset = 0): Code => [...address, 0x2f, 0, ...unsigned(offset)];
export const fourOctets = (address: Code, offset = 0): Code => [...address, 0x28, 0, ...unsigned(offset)];
export const sixteenOctets = (address: Code, offset = 0): Code => [
  ...address,
  0xfd,
  0x00,
  0,
  ...unsigned(offset),
];

/** Of sixteen octets each: bits that differ, 0xff where the first is above the second, bits of either, whether any bit is set. */
export const bitsApart = (first: Code, second: Code): Code => [...first, ...second, 0xfd, 0x51];
export const octetsAbove = (first: Code, second: Code): Code => [...first, ...second, 0xfd, 0x28];
export const bitsOfEither = (first: Code, second: Code): Code => [...first, ...second, 0xfd, 0x50];
export const isAny = (value: Code): Code => [...value, 0xfd, 0x53];
export const noBits: Code = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];

/** A block is left, and a loop begun again, by going to it: `depth` counts from the innermost, 0. */
export const block = (...code: readonly Code[]): Code => [0x02, 0x40, ...code.flat(), 0x0b];
export const loop = (...code: readonly Code[]): Code => [0x03, 0x40, ...code.flat(), 0x0b];
export const goTo = (depth: number): Code => [0x0c, depth];
export const goToIf = (depth: number, condition: Code): Code => [...condition, 0x0d, depth];

interface WasmFunction {
  readonly name: string;
  /** All 32-bit whole numbers, as is the result. */
  readonly parameters: number;
  /** Behind the parameters: whole numbers, and then sixteen octets each. */
  readonly numbers: number;
  readonly vectors: number;
  readonly code: readonly Code[];
}

/** A module that imports `host.memory` of so many pages of 64 KiB and exports this function. */
export function wasmModule(
  { name, parameters, numbers, vectors, code }: WasmFunction,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const body = [2, numbers, wholeNumber, vectors, vector, ...code.flat(), 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, parameters, ...new Array<number>(parameters).fill(wholeNumber), 1, wholeNumber]),
    ...section(2, [
      1,
      ...text('host'),
      ...text('memory'),
      0x02,
      0x01,
      ...unsigned(pages),
      ...unsigned(pages),
    ]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text(name), 0x00, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

const wholeNumber = 0x7f;
const vector = 0x7b;

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function text(word: string): Code {
  return [word.length, ...Buffer.from(word, 'latin1')];
}

/** LEB128: seven bits an octet, the lowest first. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const low = value & 0x7f;
  const rest = value >> 7;
  // The highest bit written is the sign.
  const ends = rest === ((low & 0x40) === 0 ? 0 : -1);
  return ends ? [low] : [low | 0x80, ...signed(rest)];
}
