import type { TemplateValues } from '../../model/sentences/catalogue.ts';
import type { en } from './en.ts';

/**
 * What stands on pages in one language. Placeholders are those of src/model/sentences; <b>, <code>, <a> and <t> mark what
 * a page puts into an element: bold, code, a link, a time.
 */
export type Texts = Readonly<Record<TextId, string>>;

/** English says which texts there are; the compiler names what another language lacks. */
export type TextId = keyof typeof en;

export type TextValues<Id extends TextId> = TemplateValues<(typeof en)[Id]>;

/** Texts into which nothing is filled, so that tables may name them. */
export type PlainTextId = {
  [Id in TextId]: keyof TextValues<Id> extends never ? Id : never;
}[TextId];
