/** RFC 8011 §5.1.4: at most 255 octets. Reasons come from devices too, and those send anything. */
const keyword = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;

export function isKeyword(text: string): boolean {
  return keyword.test(text);
}
