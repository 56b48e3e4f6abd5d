/** Text of at most so many octets of UTF-8, cut between two characters. */
export function clippedText(text: string, octetsMax: number): string {
  // Three octets are the most that one UTF-16 unit becomes.
  if (text.length * 3 <= octetsMax || Buffer.byteLength(text) <= octetsMax) return text;
  let octets = 0;
  let clipped = '';
  for (const character of text) {
    octets += Buffer.byteLength(character);
    if (octets > octetsMax) break;
    clipped += character;
  }
  return clipped;
}
