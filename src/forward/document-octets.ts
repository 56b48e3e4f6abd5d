import type { RelayDocument } from './device.ts';

/** Our own side failed to give the document: no device is to blame, and trying again would fail again. */
export class DocumentUnreadable extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'DocumentUnreadable';
  }
}

/**
 * The document as chunks. Throws `DocumentUnreadable` before the end when there are fewer or more octets than were
 * accepted, so that no device ever takes a cut document for a whole one.
 */
export async function* documentOctets(document: RelayDocument): AsyncGenerator<Uint8Array, void> {
  // A small one is one chunk; it was compared with what was accepted when it was read.
  if (document.memory !== undefined && document.memory.length === document.octets) {
    if (document.octets > 0) yield document.memory;
    return;
  }
  let octets = 0;
  try {
    for await (const chunk of chunksOf(document)) {
      octets += chunk.length;
      if (octets > document.octets) break;
      yield chunk;
    }
  } catch (cause) {
    throw new DocumentUnreadable('the document cannot be read from the spool', { cause });
  }
  if (octets === document.octets) return;
  throw new DocumentUnreadable(`the spool holds not the ${document.octets} octets that were accepted`);
}

async function* chunksOf(document: RelayDocument): AsyncGenerator<Uint8Array, void> {
  if (document.memory !== undefined) {
    if (document.memory.length > 0) yield document.memory;
    return;
  }
  const stream: AsyncIterable<unknown> = document.open();
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the document stream gave no octets');
    yield chunk;
  }
}
