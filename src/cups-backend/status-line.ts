/** A line to cupsd, the prefix included; it cuts what is longer (CUPS_MAX_MESSAGE). */
const lineOctetsMax = 2_047;

/**
 * What cupsd makes of the prefix: WARNING stays on the job and nowhere else, ERROR stays on the printer for all to read
 * until the next job, JOBSTATE goes to subscribers and the log, STATE changes the printer's reasons, DEBUG is for the log.
 */
export type StatusLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'JOBSTATE' | 'STATE';

/** One line with its end. Control characters are left out: a newline in it would begin a command to cupsd. */
export function statusLine(level: StatusLevel, text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  return `${cutToOctets(`${level}: ${plain}`, lineOctetsMax - 1)}\n`;
}

/** Never in the middle of a character. */
export function cutToOctets(text: string, octets: number): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= octets) return text;
  let end = octets;
  // Continuation octets of UTF-8 are 10xxxxxx (RFC 3629 §3).
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return encoded.toString('utf8', 0, end);
}
