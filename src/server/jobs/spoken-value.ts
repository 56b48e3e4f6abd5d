import type { IppAttribute, IppValue } from '../../ipp/index.ts';

/** The language that a text or name says of itself (RFC 8011 §4.1.4.1); undefined: that of its request. */
export function languageSaid(attribute: IppAttribute | undefined): string | undefined {
  const [value] = attribute?.values ?? [];
  return value !== undefined && 'language' in value ? value.language : undefined;
}

/**
 * What a client has said in `language`, in an answer in another one: each text and name of it says its language
 * (RFC 8011 §4.1.4.2). Where the languages match, `en` and `en-us` (RFC 8011 §5.1.3.3), it is as plain as clients send it.
 */
export function spokenIn(
  attribute: IppAttribute,
  language: string | undefined,
  answer: string,
): IppAttribute {
  if (language === undefined || isMatch(language.toLowerCase(), answer)) return attribute;
  const [first, ...further] = attribute.values.map((value) => withLanguage(value, language));
  return first === undefined ? attribute : { ...attribute, values: [first, ...further] };
}

function isMatch(language: string, answer: string): boolean {
  return language === answer || language.startsWith(`${answer}-`);
}

function withLanguage(value: IppValue, language: string): IppValue {
  if (value.syntax === 'name') return { ...value, syntax: 'nameWithLanguage', language };
  if (value.syntax === 'text') return { ...value, syntax: 'textWithLanguage', language };
  return value;
}
