/**
 * Names as field names. A name may hold '.' and '$', which address fields and operators in MongoDB; every octet but
 * letters, digits and '-' is therefore written as '~' and two hex digits. '_' too, so that no key is `__proto__`.
 * The first '~' stands alone: no key is empty, and none is all digits, which a path could take for an array index.
 */
export function keyOf(name: string): string {
  let key = '~';
  for (const octet of Buffer.from(name, 'utf8')) {
    const character = String.fromCharCode(octet);
    key += plain.test(character) ? character : `~${octet.toString(16).padStart(2, '0')}`;
  }
  return key;
}

const plain = /[A-Za-z0-9-]/;

export function nameOf(key: string): string {
  const octets: number[] = [];
  for (let index = 1; index < key.length; index += 1) {
    if (key[index] === '~') {
      octets.push(Number.parseInt(key.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      octets.push(key.charCodeAt(index));
    }
  }
  return Buffer.from(octets).toString('utf8');
}
