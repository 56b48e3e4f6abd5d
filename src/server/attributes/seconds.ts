/**
 * Times of IPP that are not dateTime count in seconds on the clock of printer-up-time (RFC 8011 §5.3.14, §5.4.29). Ours is
 * the time since 1970: it never runs backwards over a restart, and lpstat shows it as a date.
 */
export function secondsOf(msSince1970: number): number {
  return Math.floor(msSince1970 / 1000);
}
