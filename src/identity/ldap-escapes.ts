/** A value in the name of an entry (RFC 4514 §2.4): a user name can neither end it nor add to it. */
export function escapedInName(text: string): string {
  return text.replace(/[\\,+"<>;=#\s\0]/g, (character) => `\\${hexOf(character)}`);
}

/** A value in a filter (RFC 4515 §3): a user name can neither match others nor add a condition. */
export function escapedInFilter(text: string): string {
  return text.replace(/[\\*()\0]/g, (character) => `\\${hexOf(character)}`);
}

function hexOf(character: string): string {
  return [...Buffer.from(character)].map((octet) => octet.toString(16).padStart(2, '0')).join('\\');
}
