import { HeaderReader, headOctets, IppDecodeError, IppTooLargeError } from '../../ipp/index.ts';
import type { Upload } from './upload.ts';

/** `head` are the first eight octets: version, operation and request-id, enough to answer. */
export type HeaderOutcome =
  | { readonly kind: 'whole'; readonly header: Buffer }
  /** Not even eight octets: there is no request-id to answer to. */
  | { readonly kind: 'short' }
  | { readonly kind: 'malformed'; readonly head: Buffer; readonly reason: string }
  | { readonly kind: 'too-large'; readonly head: Buffer; readonly reason: string }
  | { readonly kind: 'gone' };

/** Reads up to the end of the attributes; the document stays in the upload. */
export function readHeader(upload: Upload, octetsMax: number): Promise<HeaderOutcome> {
  return new Promise((resolve) => {
    const reader = new HeaderReader({ octetsMax });
    let head = Buffer.alloc(0);
    const finish = (outcome: HeaderOutcome, unread?: Buffer): void => {
      upload.release(unread);
      resolve(outcome);
    };
    upload.read({
      chunk: (octets) => {
        if (head.length < headOctets)
          head = Buffer.concat([head, octets.subarray(0, headOctets - head.length)]);
        try {
          const found = reader.push(octets);
          if (found !== undefined) finish({ kind: 'whole', header: found.header }, found.rest);
        } catch (error) {
          finish(outcomeOf(error, head));
        }
      },
      end: () => {
        if (head.length < headOctets) finish({ kind: 'short' });
        else finish({ kind: 'malformed', head, reason: 'the message ends before its end-of-attributes tag' });
      },
      fail: () => {
        finish({ kind: 'gone' });
      },
    });
  });
}

function outcomeOf(error: unknown, head: Buffer): HeaderOutcome {
  if (error instanceof IppTooLargeError) return { kind: 'too-large', head, reason: error.message };
  if (error instanceof IppDecodeError) return { kind: 'malformed', head, reason: error.message };
  throw error;
}
