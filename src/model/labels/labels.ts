import type { Language } from '../sentences/languages.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

/**
 * Names for people of the keywords that we alone use, or that few clients know. English says which there are; the compiler
 * names what another language lacks.
 */
export type Labels = Readonly<Record<keyof typeof en, string>>;

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
