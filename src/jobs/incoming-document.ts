import type { Readable } from 'node:stream';

/** A document as it comes: a stream, or its pieces when all of it is here. */
export type IncomingDocument = Readable | readonly Uint8Array[];

/** Why a document could not be read to its end. */
export type DocumentFailure = 'gone' | 'too-slow' | 'compression';

/** What the stream of a document that broke off fails with: the reason for whoever reads it, and for the answer. */
export class IncomingDocumentError extends Error {
  readonly failure: DocumentFailure;

  constructor(failure: DocumentFailure, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'IncomingDocumentError';
    this.failure = failure;
  }
}
