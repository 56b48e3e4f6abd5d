import { describe, expect, it } from 'vitest';
import { countOnce } from '../../../test/support/documents/index.ts';

/** A compound file whose directory has these streams; its sectors do not follow each other in the file. */
function makeOle(streams: readonly string[], sectorOctets = 512): Buffer {
  const names = ['Root Entry', ...streams];
  const perSector = sectorOctets / 128;
  const sectors = Math.ceil(names.length / perSector);
  const octets = Buffer.alloc((2 + 2 * sectors) * sectorOctets);
  octets.writeUInt32BE(0xd0cf_11e0, 0);
  octets.writeUInt16LE(Math.log2(sectorOctets), 30);
  octets.writeUInt32LE(1, 48);
  octets.fill(0xff, 76, 512);
  octets.writeUInt32LE(0, 76);
  for (const [index, name] of names.entries()) {
    // Directory sectors are 1, 3, 5 and so on; sector 0 is the FAT.
    const sector = 1 + 2 * Math.floor(index / perSector);
    const at = (sector + 1) * sectorOctets + (index % perSector) * 128;
    octets.write(name, at, 'utf16le');
    octets.writeUInt16LE(name.length * 2 + 2, at + 64);
    octets.writeUInt32LE(sector + 2, sectorOctets + sector * 4);
  }
  octets.writeUInt32LE(0xffff_fffe, sectorOctets + (2 * sectors - 1) * 4);
  return octets;
}

describe('old Office documents', () => {
  it.each([
    [['WordDocument'], 'application/msword'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'Workbook'], 'application/vnd.ms-excel'],
    [['PowerPoint Document'], 'application/vnd.ms-powerpoint'],
    [['something'], 'application/x-ole-storage'],
  ])('with %j are named and not counted', async (streams, format) => {
    for (const sectorOctets of [512, 4_096]) {
      expect(await countOnce(makeOle(streams, sectorOctets))).toMatchObject({
        kind: 'unknown',
        format,
        why: 'unsupported',
      });
    }
  });

  it('tell a newer one that is encrypted', async () => {
    const encrypted = makeOle(['DataSpaces', 'EncryptionInfo', 'x', 'EncryptedPackage']);
    expect(await countOnce(encrypted)).toMatchObject({ kind: 'unknown', why: 'password' });
  });

  it('are passed by when they are cut or lead in circles', async () => {
    const whole = makeOle(['x', 'y', 'z', 'EncryptedPackage']);
    expect(await countOnce(whole.subarray(0, 700))).toMatchObject({ why: 'unsupported' });
    whole.writeUInt32LE(1, 512 + 4);
    expect(await countOnce(whole)).toMatchObject({ why: 'unsupported' });
  });
});
