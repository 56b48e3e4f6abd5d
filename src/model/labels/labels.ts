import type { Language } from '../sentences/languages.ts';
import type { Labels } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

const labels: Readonly<Record<Language, Labels>> = { en, de, es, fr };

/** All of them in one language, by their keys. */
export function labelsIn(language: Language): ReadonlyMap<string, string> {
  return maps[language];
}

const maps: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: new Map(Object.entries(labels.en)),
  de: new Map(Object.entries(labels.de)),
  es: new Map(Object.entries(labels.es)),
  fr: new Map(Object.entries(labels.fr)),
};
