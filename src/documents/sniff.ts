import type { Format } from './format.ts';
import { formats } from './formats.ts';

/**
 * Tells the format of a document by its first octets. The announced type is only handed to formats that have a tie to
 * break: a client may announce anything, and most announce application/octet-stream.
 */
export function sniff(head: Uint8Array, announced?: string): Format | undefined {
  const essence = (announced ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return formats.find((format) => format.recognise(head, essence));
}
