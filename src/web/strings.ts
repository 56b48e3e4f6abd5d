import type { PrinterView } from '../jobs/index.ts';
import { labelsIn } from '../model/labels/labels.ts';
import type { Language } from '../model/sentences/languages.ts';
import { mediaInWords } from './words.ts';

/**
 * The message catalogue of a printer (printer-strings-uri, PWG 5100.13): names for people of the keywords that clients do
 * not know by themselves. What has a name in every client is left out, because a client puts this one in its place.
 *
 *     "job-state-reasons.job-release-wait" = "Waits to be released";
 *
 * libcups reads one pair a line, with quotes and backslashes escaped.
 */
export function stringsFile({ capabilities }: Pick<PrinterView, 'capabilities'>, language: Language): string {
  const ownMedia = capabilities.media.filter((name) => name.startsWith('custom_'));
  const pairs = [
    ...labelsIn(language),
    ...ownMedia.map((name) => [`media.${name}`, mediaInWords(name, language)] as const),
  ];
  return pairs.map(([key, label]) => `"${escaped(key)}" = "${escaped(label)}";\n`).join('');
}

function escaped(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&');
}
