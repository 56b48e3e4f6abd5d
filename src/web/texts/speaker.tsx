import type { Request } from 'express';
import { Fragment, type VNode } from 'preact';
import { fill } from '../../model/sentences/fill.ts';
import { type Language, languages } from '../../model/sentences/languages.ts';
import { mannerOf, type Speech, type Words, wordsIn } from '../../model/sentences/sentence.ts';
import type { TextId, Texts, TextValues } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

export const texts: Readonly<Record<Language, Texts>> = { en, de, es, fr };

type Filling<Id extends TextId> = keyof TextValues<Id> extends never ? [] : [TextValues<Id>];

/** What is put around the marked parts of a text, by the name of the mark. */
type Marks = Readonly<Record<string, (inner: string) => VNode>>;

/** Says everything on a page in the language of whoever reads it. */
export interface Speaker {
  readonly language: Language;
  readonly text: <Id extends TextId>(id: Id, ...values: Filling<Id>) => string;
  /** A text with marks in it. */
  readonly marked: <Id extends TextId>(id: Id, marks: Marks, ...values: Filling<Id>) => VNode;
  /** A sentence that print clients are told too. */
  readonly words: (words: Words) => string;
  /** Amounts are 1/10 000 currency units. */
  readonly money: (amount: number) => string;
  readonly number: (value: number) => string;
}

/** By Accept-Language (RFC 9110 §12.5.4); who asks for a language that we do not speak gets `otherwise`. */
export function speakerTo(request: Pick<Request, 'acceptsLanguages'>, otherwise: Speech): Speaker {
  const wanted = request.acceptsLanguages([otherwise.language, ...languages]);
  return speakerOf({
    ...otherwise,
    language: languages.find((each) => each === wanted) ?? otherwise.language,
  });
}

export function speakerOf(speech: Speech): Speaker {
  const own = texts[speech.language];
  const manner = mannerOf(speech);
  return {
    language: speech.language,
    text: (id, ...[values]) => fill(own[id], values ?? {}, manner),
    marked: (id, marks, ...[values]) => (
      <>
        {partsOf(own[id]).map(({ mark, template }) => {
          const inner = fill(template, values ?? {}, manner);
          return (
            <Fragment key={template}>{mark === undefined ? inner : around(mark, inner, marks)}</Fragment>
          );
        })}
      </>
    ),
    words: (words) => wordsIn(words, speech),
    money: manner.money,
    number: manner.number,
  };
}

const everywhere: Marks = {
  b: (inner) => <b>{inner}</b>,
  code: (inner) => <code>{inner}</code>,
};

function around(mark: string, inner: string, marks: Marks): VNode | string {
  return ({ ...everywhere, ...marks }[mark] ?? String)(inner);
}

interface Part {
  readonly mark?: string | undefined;
  readonly template: string;
}

/** Before anything is filled in, so that no value makes a mark. */
export function partsOf(template: string): readonly Part[] {
  return [...template.matchAll(/<(\w+)>(.*?)<\/\1>|[^<]+|</gs)].map(([all, mark, inner]) =>
    mark === undefined ? { template: all } : { mark, template: inner ?? '' },
  );
}
