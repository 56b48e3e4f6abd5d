import { formatAmount } from '../money.ts';
import type { SentenceId, SentenceValue, SentenceValues } from './catalogue.ts';
import { fill, type Manner } from './fill.ts';
import { catalogues, type Language } from './languages.ts';

/** A sentence before it is said in a language. */
export interface Sentence {
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, SentenceValue>>;
}

/** What a person is told: sentences that can be said in every language, or text that stands as it came, from a device say. */
export type Words = string | readonly Sentence[];

/** Makes one sentence; the compiler knows what has to be filled into it. */
export function say<Id extends SentenceId>(
  id: Id,
  ...[values]: keyof SentenceValues<Id> extends never ? [] : [SentenceValues<Id>]
): readonly [Sentence] {
  return [{ id, values: { ...values } }];
}

/** One after the other. Text that nobody can translate makes English of all. */
export function joined(several: readonly Words[]): Words {
  if (several.some((words) => typeof words === 'string')) return several.map(englishOf).join(' ');
  return several.flatMap((words) => (typeof words === 'string' ? [] : words));
}

/** Who is spoken to, and in what money. */
export interface Speech {
  readonly language: Language;
  readonly currency: { readonly code: string; readonly digits: number };
}

/** For a person at a client. */
export function wordsIn(words: Words, speech: Speech): string {
  return typeof words === 'string' ? words : sayAll(words, speech.language, mannerOf(speech));
}

/** For books, log and command line: numbers without marks, amounts without a currency. */
export function englishOf(words: Words): string {
  return typeof words === 'string' ? words : sayAll(words, 'en', plain);
}

function sayAll(sentences: readonly Sentence[], language: Language, manner: Manner): string {
  const catalogue = catalogues[language];
  return sentences.map(({ id, values }) => fill(catalogue[id], values, manner)).join(' ');
}

const plural = new Intl.PluralRules('en');

const plain: Manner = {
  money: (amount) => formatAmount(amount),
  number: String,
  or: (list) => list.join(' or '),
  form: (value) => plural.select(value),
};

/** Intl objects are dear to make: one of each for a language and a currency. */
const manners = new Map<string, Manner>();

export function mannerOf({ language, currency }: Speech): Manner {
  const key = `${language} ${currency.code} ${currency.digits}`;
  const known = manners.get(key);
  if (known !== undefined) return known;
  const manner = newManner(language, currency);
  manners.set(key, manner);
  return manner;
}

function newManner(language: Language, { code, digits }: Speech['currency']): Manner {
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: code,
    minimumFractionDigits: digits,
    maximumFractionDigits: 4,
  });
  const number = new Intl.NumberFormat(language);
  const list = new Intl.ListFormat(language, { type: 'disjunction' });
  const rules = new Intl.PluralRules(language);
  return {
    money: (amount) => money.format(amount / amountsPerUnit),
    number: (value) => number.format(value),
    or: (values) => list.format(values),
    form: (value) => rules.select(value),
  };
}

/** Amounts are 1/10 000 currency units; Intl rounds to four decimals, so that none is lost on the way. */
const amountsPerUnit = 10_000;
