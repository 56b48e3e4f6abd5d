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

/** What is in memory is one chunk and needs no stream. */
function chunksOf(document: RelayDocument): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const { memory } = document;
  if (memory === undefined) return streamed(document);
  return memory.length > 0 ? [memory] : [];
}

async function* streamed(document: RelayDocument): AsyncGenerator<Uint8Array, void> {
  const stream: AsyncIterable<unknown> = document.open();
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the document stream gave no octets');
    yield chunk;
  }
}
