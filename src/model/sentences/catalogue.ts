import type { en } from './en.ts';

/**
 * A catalogue is one file a language: sentences by their names, with placeholders that are filled in later.
 *
 *   {name}                       text, or a number as it is
 *   {need:number}                a number, with the marks of the language
 *   {cost:money}                 an amount, in the currency of the server
 *   {levels:or}                  a list, "a, b or c"
 *   {need|# page|# pages}        a number with its noun: for one, and for all others; # is the number
 *   {need|few=# strony|# stron}  the same where a language has more forms than two, named as Intl.PluralRules names them
 *
 * English says which sentences there are and what is filled into them; the compiler names what another language lacks.
 */
export type SentenceId = keyof typeof en;

export type Catalogue = Readonly<Record<SentenceId, string>>;

/** What is filled into a sentence; amounts are 1/10 000 currency units. */
export type SentenceValue = string | number | readonly string[];

export type SentenceValues<Id extends SentenceId> = TemplateValues<(typeof en)[Id]>;

export type TemplateValues<Template extends string> = {
  readonly [Each in PlaceholderOf<Template> as NameOf<Each>]: ValueOf<Each>;
};

type PlaceholderOf<Template extends string> = Template extends `${string}{${infer Placeholder}}${infer Rest}`
  ? Placeholder | PlaceholderOf<Rest>
  : never;

type NameOf<Placeholder extends string> = Placeholder extends `${infer Name}${'|' | ':'}${string}`
  ? Name
  : Placeholder;

type ValueOf<Placeholder extends string> = Placeholder extends `${string}|${string}`
  ? number
  : Placeholder extends `${string}:or`
    ? readonly string[]
    : Placeholder extends `${string}:${string}`
      ? number
      : string | number;
