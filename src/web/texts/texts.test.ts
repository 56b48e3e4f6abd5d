import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeholdersOf } from '../../model/sentences/fill.ts';
import { languages } from '../../model/sentences/languages.ts';
import { en } from './en.ts';
import { partsOf, texts } from './speaker.tsx';

const english: Readonly<Record<string, string>> = en;
const ids = Object.keys(en);

/** Names of products, and words that two languages share. */
const sameEverywhere = ['android', 'chromeos', 'dpi', 'in-hours', 'in-minutes', 'macos', 'no'];

describe('every language of the pages', () => {
  it.each(languages)('%s says every text, with the placeholders and marks of English', (language) => {
    const own: Readonly<Record<string, string>> = texts[language];
    expect(Object.keys(own)).toEqual(ids);
    const fillings = (text = ''): string => placeholdersOf(text).join();
    const links = (text = ''): string =>
      partsOf(text)
        .map(({ mark }) => mark)
        .filter((mark) => mark === 'a' || mark === 't' || mark === 'code')
        .sort()
        .join();
    const differing = ids.filter(
      (id) => fillings(own[id]) !== fillings(english[id]) || links(own[id]) !== links(english[id]),
    );
    expect(differing).toEqual([]);
  });

  it.each(languages)('%s leaves no brace and no mark open', (language) => {
    const broken = Object.entries(texts[language]).filter(([, text]) => {
      const rest = partsOf(text).map(({ template }) => template.replaceAll(/\{\w+(?::\w+|\|[^{}]*)?\}/g, ''));
      return /[{}|#<>]/.test(rest.join('')) || text !== text.trim();
    });
    expect(broken).toEqual([]);
  });

  it.each(['de', 'es', 'fr'] as const)('%s has its own words', (language) => {
    const same = Object.entries(texts[language]).filter(([id, text]) => text === english[id]);
    expect(same.map(([id]) => id).filter((id) => !sameEverywhere.includes(id))).toEqual([]);
  });

  it('has no text that no page says', () => {
    const folder = join(import.meta.dirname, '..');
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|texts.(en|de|es|fr)\./.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    expect(ids.filter((id) => !source.includes(`'${id}'`) && !source.includes(`"${id}"`))).toEqual([]);
  });
});
