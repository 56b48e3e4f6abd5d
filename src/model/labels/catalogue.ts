import type { en } from './en.ts';

/**
 * Names for people of the keywords that we alone use, or that few clients know. English says which there are; the compiler
 * names what another language lacks.
 */
export type Labels = Readonly<Record<keyof typeof en, string>>;
