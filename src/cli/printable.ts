/** Controls of C0 and C1, and the marks that turn the direction of a line: job names are foreign text. */
const unprintable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Foreign text made safe for a terminal, which obeys escape sequences in what it shows. */
export function printable(text: string): string {
  return text.replace(unprintable, '\u{fffd}');
}

/** The same for a message of our own that has lines, such as the problems of a configuration. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
