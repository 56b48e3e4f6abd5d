/** Where the program of an EPS with a preview lies. */
export interface ProgramPart {
  readonly start: number;
  readonly octets: number;
}

const magic = 0xc5d0d3c6;
const headerOctets = 12;

/**
 * EPSF 3.0 §5.2, all numbers little-endian:
 *
 *     C5 D0 D3 C6  start(4) length(4) of the program, then the same of previews
 */
export function programInDosFile(head: Uint8Array): ProgramPart | undefined {
  if (head.length < headerOctets) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (view.getUint32(0) !== magic) return undefined;
  return { start: view.getUint32(4, true), octets: view.getUint32(8, true) };
}
