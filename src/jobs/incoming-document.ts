import type { Readable } from 'node:stream';

/** A document as it comes: a stream, or its pieces when all of it is here. */
export type IncomingDocument = Readable | readonly Uint8Array[];
