import type { SentenceValue } from './catalogue.ts';

/** How the values of a sentence are written. */
export interface Manner {
  readonly money: (amount: number) => string;
  readonly number: (value: number) => string;
  readonly or: (list: readonly string[]) => string;
  /** The plural form that a number takes, as Intl.PluralRules names it. */
  readonly form: (value: number) => string;
}

const placeholder = /\{(\w+)(?::(\w+)|\|([^{}]*))?\}/g;
const namedForm = /^(zero|one|two|few|many|other)=(.*)$/s;

/** Fills a sentence of a catalogue; see catalogue.ts for what a placeholder looks like. */
export function fill(
  template: string,
  values: Readonly<Record<string, SentenceValue>>,
  manner: Manner,
): string {
  return template.replace(placeholder, (_, name: string, kind?: string, forms?: string) => {
    const value = values[name] ?? '';
    if (forms !== undefined) return numbered(forms.split('|'), Number(value), manner);
    return written(value, kind, manner);
  });
}

function written(value: SentenceValue, kind: string | undefined, manner: Manner): string {
  if (typeof value === 'object') return manner.or(value);
  if (typeof value === 'string') return value;
  if (kind === 'money') return manner.money(value);
  return kind === 'number' ? manner.number(value) : String(value);
}

/** Two forms without a name are those for one and for all other numbers. */
function numbered(forms: readonly string[], value: number, manner: Manner): string {
  const [one = '', other = one] = forms;
  const wanted = manner.form(value);
  const named = forms.map((form) => namedForm.exec(form)).find((form) => form?.[1] === wanted)?.[2];
  const unnamed = wanted === 'one' ? one : other;
  return (named ?? unnamed.replace(namedForm, '$2')).replaceAll('#', manner.number(value));
}

/** The placeholders of a sentence, without what a language makes of them; sorted. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(placeholder)]
    .map(([, name = '', kind, forms]) => `${name}:${forms === undefined ? (kind ?? 'text') : 'number'}`)
    .sort();
}
