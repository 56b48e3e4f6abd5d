import { expect, test } from 'vitest';
import { FreeSpace } from './free-space.ts';
import { SpoolFolder } from './spool-folder.ts';

class Disk extends SpoolFolder {
  octets = 0;
  looks = 0;

  constructor() {
    super('/nowhere');
  }

  override freeOctets(): Promise<number> {
    this.looks += 1;
    return this.octets < 0 ? Promise.reject(new Error('gone')) : Promise.resolve(this.octets);
  }
}

function spaceOn(disk: Disk): { readonly space: FreeSpace; readonly at: (now: number) => void } {
  let now = 5_000;
  const space = new FreeSpace(disk, 100, { now: () => now });
  return {
    space,
    at: (time) => {
      now = time;
    },
  };
}

test('a disk is short below the least, not at it', async () => {
  const disk = new Disk();
  disk.octets = 100;
  expect(await spaceOn(disk).space.isShort()).toBe(false);
  disk.octets = 99;
  expect(await spaceOn(disk).space.isShort()).toBe(true);
});

test('the disk is looked at once a second, and at once when the clock was set back', async () => {
  const disk = new Disk();
  const { space, at } = spaceOn(disk);
  await Promise.all([space.isShort(), space.isShort()]);
  at(5_999);
  await space.isShort();
  expect(disk.looks).toBe(1);
  disk.octets = 1_000;
  at(6_000);
  expect(await space.isShort()).toBe(false);
  at(1_000);
  await space.isShort();
  expect(disk.looks).toBe(3);
});

test('a disk that cannot be asked refuses nobody', async () => {
  const disk = new Disk();
  disk.octets = -1;
  expect(await spaceOn(disk).space.isShort()).toBe(false);
});
