const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Replaces references (XML 1.0 §4.6); undefined when one is not known: there is no document type to define others. */
export function withoutReferences(text: string): string | undefined {
  if (!text.includes('&')) return text;
  const [before = '', ...parts] = text.split('&');
  let replaced = before;
  for (const part of parts) {
    const end = part.indexOf(';');
    const character = end < 0 ? undefined : characterOf(part.slice(0, end));
    if (character === undefined) return undefined;
    replaced += character + part.slice(end + 1);
  }
  return replaced;
}

function characterOf(reference: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference) ?? [];
  if (hexadecimal === undefined && decimal === undefined) return named.get(reference);
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}
