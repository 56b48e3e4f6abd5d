/** The longest value of each syntax, in octets (RFC 8011 §5.1). */
export const syntaxOctetsMax: ReadonlyMap<string, number> = new Map([
  ['text', 1023],
  ['textWithLanguage', 1023],
  ['name', 255],
  ['nameWithLanguage', 255],
  ['keyword', 255],
  ['uri', 1023],
  ['uriScheme', 63],
  ['charset', 63],
  ['naturalLanguage', 63],
  ['mimeMediaType', 255],
  ['octetString', 1023],
]);
