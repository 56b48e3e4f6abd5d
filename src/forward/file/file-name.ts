/** By media type, so that a person can open the file. No part of a name comes from outside. */
const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/postscript': 'ps',
  'application/vnd.hp-pcl': 'pcl',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/pwg-raster': 'pwg',
  'image/urf': 'urf',
  'text/plain': 'txt',
};

/** Six digits sort well in a listing; longer numbers simply get longer. */
const digits = 6;

/** `000017.pdf`; a format without an extension of its own is `.prn`, as raw print files are called. */
export function documentFileName(base: string, format: string): string {
  const known = Object.hasOwn(extensions, format) ? extensions[format] : undefined;
  return `${base}.${known ?? 'prn'}`;
}

/** `000017-2.pdf`: the first of the documents behind the first one is the second. */
export function furtherName(base: string, index: number): string {
  return `${base}-${index + 2}`;
}

export function ticketFileName(base: string): string {
  return `${base}.json`;
}

/**
 * The names a job may have, the usual one first. The second is for a folder that still holds another server's job of
 * that number (the books were begun anew, the folder was kept): what was printed is never overwritten.
 */
export function baseNames(job: { readonly id: number; readonly uuid: string }): readonly [string, string] {
  const number = String(job.id).padStart(digits, '0');
  return [number, `${number}-${job.uuid.replace(/[^0-9a-f]/gi, '').slice(0, 8)}`];
}
