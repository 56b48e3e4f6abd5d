import type { Catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

/** Every language there is; a further one is its file and its name here. */
export const languages = ['en', 'de', 'es', 'fr'] as const;

export type Language = (typeof languages)[number];

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, de, es, fr };

/** The language of a tag (RFC 5646), by its first part: `de-AT` is German; `otherwise` for those that we do not speak. */
export function languageOf(tag: string, otherwise: Language): Language {
  return spokenLanguage(tag) ?? otherwise;
}

/** The same; undefined: we do not speak it. */
export function spokenLanguage(tag: string): Language | undefined {
  const [primary = ''] = tag.toLowerCase().split('-');
  return languages.find((language) => language === primary);
}
