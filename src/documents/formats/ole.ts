import type { PageCount } from '../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../counter.ts';
import { startsWith } from '../recognise.ts';
import { openOctets, type RandomOctets } from './octets/random-octets.ts';

/**
 * The compound file of old Office programs (MS-CFB), all integers little-endian; it holds streams as a disk holds files:
 *
 *     D0 CF 11 E0 …  @30 sector size as a power of 2 (2)  @48 first sector of the directory (4)  @76 sectors of the FAT (4 × 109)
 *     directory entry of 128 octets: name in UTF-16, 64 octets  @64 octets of the name with its end (2)  @66 kind (1)
 *
 * Sector n begins at (n + 1) × size, and the FAT tells which follows which. Its pages are never counted; the names of its
 * streams tell what it is, and whether it is a newer document that is encrypted.
 */
export const recogniseOle: (head: Uint8Array) => boolean = startsWith(0xd0, 0xcf, 0x11, 0xe0);

export function openOle(): StreamCounter {
  return { push: () => undefined, finish: (source) => nameOle(source) };
}

const containers = 'application/x-ole-storage';
const kinds: ReadonlyMap<string, string> = new Map([
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['VisioDocument', 'application/vnd.visio'],
]);

async function nameOle(source: DocumentSource): Promise<PageCount> {
  const octets = await openOctets(source);
  const names = octets === undefined ? [] : await streamNames(octets).finally(() => octets.close());
  if (names.includes('EncryptedPackage')) {
    const evidence = ['It holds an Office document that is encrypted.'];
    return { kind: 'unknown', format: containers, why: 'password', evidence };
  }
  const format = names.map((name) => kinds.get(name)).find((kind) => kind !== undefined) ?? containers;
  return {
    kind: 'unknown',
    format,
    why: 'unsupported',
    evidence: [`The content is ${format}, which is not counted.`],
  };
}

const headerOctets = 512;
const entryOctets = 128;
/** Sectors of the directory that are read; what tells the kind stands near its begin. */
const sectorsMax = 64;

async function streamNames(octets: RandomOctets): Promise<readonly string[]> {
  const header = await octets.read(0, headerOctets);
  if (header === undefined) return [];
  const sectorOctets = 2 ** header.getUint16(30, true);
  if (sectorOctets !== 512 && sectorOctets !== 4_096) return [];
  const fat = Array.from({ length: 109 }, (_, index) => header.getUint32(76 + index * 4, true));
  const names: string[] = [];
  let sector = header.getUint32(48, true);
  for (let read = 0; read < sectorsMax; read += 1) {
    const view = await octets.read((sector + 1) * sectorOctets, sectorOctets);
    if (view === undefined) break;
    for (let at = 0; at < sectorOctets; at += entryOctets) names.push(nameAt(view, at));
    const place = fat[Math.floor(sector / (sectorOctets / 4))] ?? 0xffff_ffff;
    const next = await octets.read((place + 1) * sectorOctets + (sector % (sectorOctets / 4)) * 4, 4);
    if (next === undefined) break;
    sector = next.getUint32(0, true);
  }
  return names;
}

function nameAt(view: DataView, at: number): string {
  const length = Math.min(64, view.getUint16(at + 64, true));
  const name = Buffer.from(view.buffer, view.byteOffset + at, Math.max(0, length - 2));
  return name.toString('utf16le');
}
