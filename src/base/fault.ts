/**
 * A surprise: something that should not have happened and that the caller cannot answer for. Expected refusals are
 * returned as values instead. `code` is stable and documented in docs/errors.md; codes are never reused.
 */
export class PrintServerError extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'PrintServerError';
    this.code = code;
  }
}

/** Every fault the product can raise. docs/errors.md lists the same set; a test compares the two. */
export const faultCodes = [
  'assertion',
  'certificate-unusable',
  'config-invalid',
  'credentials-unreadable',
  'data-folder-in-use',
  'data-folder-unusable',
  'device-unreachable',
  'device-protocol',
  'directory-unreachable',
  'disk-full',
  'document-lost',
  'listen-failed',
  'server-unreachable',
  'store-corrupt',
  'store-outcome-unknown',
  'store-schema',
  'store-unreachable',
  'worker-failed',
] as const;

export type FaultCode = (typeof faultCodes)[number];

export function isFault(error: unknown, code: FaultCode): error is PrintServerError {
  return error instanceof PrintServerError && error.code === code;
}

/** What must hold; a violation is a bug of ours and stops the operation before it can do harm. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new PrintServerError('assertion', message);
}

/** The sentence of an error of unknown origin, for logs and for messages to people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
