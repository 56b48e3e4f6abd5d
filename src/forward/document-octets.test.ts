import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { memoryDocument, streamedDocument } from '../../test/support/relay-job.ts';
import type { RelayDocument } from './device.ts';
import { DocumentUnreadable, documentOctets } from './document-octets.ts';

async function read(document: RelayDocument): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of documentOctets(document)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('a document in memory and one in a file give the same octets', async () => {
  const octets = Buffer.alloc(150_000, 'x');
  expect((await read(memoryDocument(octets))).equals(octets)).toBe(true);
  expect((await read(streamedDocument(octets))).equals(octets)).toBe(true);
});

test('an empty document gives nothing', async () => {
  expect(await read(memoryDocument(Buffer.alloc(0)))).toHaveLength(0);
});

test.each([99, 101])('a document of 100 octets that should have %i is none', async (octets) => {
  await expect(read({ ...streamedDocument(Buffer.alloc(100)), octets })).rejects.toBeInstanceOf(
    DocumentUnreadable,
  );
});

test('a spool that fails is told from a device that fails', async () => {
  const failing: RelayDocument = {
    format: 'application/pdf',
    octets: 10,
    open: () =>
      new Readable({
        read() {
          this.destroy(new Error('EIO'));
        },
      }),
  };
  await expect(read(failing)).rejects.toMatchObject({
    name: 'DocumentUnreadable',
    cause: { message: 'EIO' },
  });
});
