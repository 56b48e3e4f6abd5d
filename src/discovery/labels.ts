import { clippedText } from '../base/clipped-text.ts';
import { firstString } from '../ipp/index.ts';
import type { Announced } from './service.ts';

/** RFC 6763 §4.1.1. */
const labelOctetsMax = 63;

/**
 * The name under which each printer is announced: printer-dns-sd-name, and where two printers of ours have the same one,
 * the name of the printer behind it.
 */
export function labelsOf(printers: readonly Announced[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const labels = new Map<string, string>();
  for (const { printer, attributes } of printers) {
    const wanted = cleaned(firstString(attributes, 'printer-dns-sd-name') ?? '') || printer;
    const label = taken.has(wanted.toLowerCase()) ? suffixed(wanted, ` (${printer})`) : wanted;
    taken.add(label.toLowerCase());
    labels.set(printer, label);
  }
  return labels;
}

/** The next name after somebody else on the network had this one. */
export function nextLabel(label: string): string {
  const [, base = label, number = '1'] = /^(.*) \((\d{1,6})\)$/s.exec(label) ?? [];
  return suffixed(base, ` (${Number(number) + 1})`);
}

/** The same for the name of a host, in which there are only letters, digits and hyphens. */
export function nextHost(host: string): string {
  const [, base = host, number = '1'] = /^(.*)-(\d{1,6})$/.exec(host) ?? [];
  return suffixed(base, `-${Number(number) + 1}`);
}

/** Control characters and bare surrogates make no label. */
function cleaned(name: string): string {
  const wellFormed = Buffer.from(name).toString();
  return clippedText(wellFormed.replaceAll(/\p{Cc}/gu, ' ').trim(), labelOctetsMax);
}

function suffixed(name: string, suffix: string): string {
  return clippedText(name, labelOctetsMax - Buffer.byteLength(suffix)) + clippedText(suffix, labelOctetsMax);
}
