import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { fill, placeholdersOf } from './fill.ts';
import { catalogues, languageOf, languages } from './languages.ts';
import { englishOf, joined, say, wordsIn } from './sentence.ts';

const euro = { code: 'EUR', digits: 2 };
const ids = Object.keys(en);

describe('every language', () => {
  it('is known by its name', () => {
    expect([...languages].sort()).toEqual(Object.keys(catalogues).sort());
  });

  it.each(languages)('%s says every sentence with the same placeholders as English', (language) => {
    const catalogue: Readonly<Record<string, string>> = catalogues[language];
    expect(Object.keys(catalogue).sort()).toEqual([...ids].sort());
    const english: Readonly<Record<string, string>> = en;
    const differing = ids.filter(
      (id) => placeholdersOf(catalogue[id] ?? '').join() !== placeholdersOf(english[id] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it.each(languages)('%s leaves no brace open and no sentence without an end', (language) => {
    const broken = Object.entries(catalogues[language]).filter(([, sentence]) => {
      const rest = sentence.replaceAll(/\{\w+(?::\w+|\|[^{}]*)?\}/g, '');
      return /[{}|#]/.test(rest) || !/[.:]$/.test(sentence) || sentence !== sentence.trim();
    });
    expect(broken).toEqual([]);
  });

  it.each(['de', 'fr', 'es'] as const)('%s has its own words', (language) => {
    const english: Readonly<Record<string, string>> = en;
    const same = Object.entries(catalogues[language]).filter(([id, sentence]) => sentence === english[id]);
    // A name and an amount are all there is to say.
    expect(same.map(([id]) => id)).toEqual([]);
  });

  it('has no sentence that nobody says', () => {
    const source = sourcesUnder(join(import.meta.dirname, '..', '..')).join('\n');
    expect(ids.filter((id) => !source.includes(`'${id}'`) && !id.startsWith('event-'))).toEqual([]);
  });
});

/** Without the catalogues. */
function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => /\.tsx?$/.test(file) && !/\.test\./.test(file) && !/sentences.(en|de|fr|es)\./.test(file),
    )
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('a sentence', () => {
  const over = say('over-balance', { cost: 12_345_000, left: 500 });

  it('is said in the language and the money of whoever hears it', () => {
    expect(wordsIn(over, { language: 'en', currency: euro })).toBe(
      'This job costs €1,234.50; €0.05 is left on the account.',
    );
    expect(wordsIn(over, { language: 'de', currency: euro })).toBe(
      'Dieser Auftrag kostet 1.234,50\u00a0€; auf dem Konto sind noch 0,05\u00a0€.',
    );
    expect(wordsIn(over, { language: 'fr', currency: { code: 'CHF', digits: 2 } })).toContain('CHF');
  });

  it('is plain English in the books', () => {
    expect(englishOf(over)).toBe('This job costs 1234.50; 0.05 is left on the account.');
  });

  it('keeps every decimal of an amount', () => {
    const tiny = say('quote-cost', { cost: 1 });
    expect(wordsIn(tiny, { language: 'en', currency: euro })).toBe('Cost: €0.0001.');
    expect(wordsIn(tiny, { language: 'en', currency: { code: 'JPY', digits: 0 } })).toBe('Cost: ¥0.0001.');
  });

  it('has the right form of a noun', () => {
    const words = (left: number, language: 'en' | 'de' | 'es' | 'fr'): string =>
      wordsIn(say('quote-left-impressions', { left }), { language, currency: euro });
    expect(words(1, 'en')).toBe('1 impression would be left.');
    expect(words(0, 'en')).toBe('0 impressions would be left.');
    expect(words(1, 'de')).toBe('Es bliebe 1 Druckseite übrig.');
    expect(words(1_000, 'de')).toBe('Es blieben 1.000 Druckseiten übrig.');
    expect(words(1, 'es')).toBe('Quedaría 1 cara impresa.');
    // French counts nothing as one.
    expect(words(0, 'fr')).toBe('Il resterait 0 face imprimée.');
    // Spanish and French have a form for millions, which a catalogue need not name.
    expect(words(1_000_000, 'es')).toContain('caras impresas');
  });

  it('takes the forms that a language names', () => {
    const polish = {
      money: String,
      number: String,
      or: String,
      form: (n: number) => new Intl.PluralRules('pl').select(n),
    };
    const template = '{n|one=# strona|few=# strony|many=# stron|other=# strony}';
    expect([1, 3, 5].map((n) => fill(template, { n }, polish))).toEqual(['1 strona', '3 strony', '5 stron']);
  });

  it('lists what is possible as the language does', () => {
    const weak = say('identity-too-weak', {
      printer: 'demo',
      levels: ['password', 'token'],
      level: 'claimed',
    });
    expect(englishOf(weak)).toBe('demo wants to know better who prints: by password or token, not claimed.');
    expect(wordsIn(weak, { language: 'de', currency: euro })).toContain('password oder token');
  });

  it('stands beside others; text of a device makes all of it English', () => {
    expect(joined([say('given-up'), say('sent-again')])).toHaveLength(2);
    expect(joined([say('given-up'), 'Tray 1 is empty.'])).toBe(
      'Given up by an operator; not charged. Tray 1 is empty.',
    );
  });

  it('never fills in what is written in a value', () => {
    const words = say('unknown-printer', { printer: '{level} $& #' });
    expect(englishOf(words)).toBe('There is no printer named {level} $& #.');
  });
});

describe('a language tag', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-ch-1996', 'de'],
    ['en-us', 'en'],
    ['es-419', 'es'],
    ['nl', 'fr'],
    ['', 'fr'],
    ['den', 'fr'],
  ] as const)('%s is %s', (tag, language) => {
    expect(languageOf(tag, 'fr')).toBe(language);
  });
});
