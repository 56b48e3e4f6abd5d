import ipp from 'ipp';
import { enumOverlay, operationOverlay, statusOverlay } from './code-names.generated.ts';
import { once } from './once.ts';

/** `Get-Printer-Attributes` for 0x000b; undefined for a code that nobody registered. */
export function operationName(code: number): string | undefined {
  return operationNames().get(code);
}

/** `successful-ok` for 0; undefined for a code that nobody registered. */
export function statusName(code: number): string | undefined {
  return statusNames().get(code);
}

/** The keyword of an enum value: `pending` for 3 of job-state. */
export function enumName(attribute: string, value: number): string | undefined {
  const names = enumNames();
  // finishings-supported and its like take the values of finishings; operations-supported stands alone.
  const twin = names.get(attribute.replace(/-(default|ready|supported)$/, ''));
  return (twin ?? names.get(attribute))?.get(value);
}

const operationNames = once(() => codeNames(ipp.operations.lookup, operationOverlay));
const statusNames = once(() => codeNames(ipp.statusCodes.lookup, statusOverlay));

const enumNames = once(() => {
  const byAttribute = new Map<string, Map<number, string>>();
  for (const [attribute, { lookup }] of Object.entries(ipp.enums)) {
    if (!misnumbered.has(attribute)) byAttribute.set(attribute, codeNames(lookup, []));
  }
  for (const [attribute, value, keyword] of enumOverlay) {
    const values = byAttribute.get(attribute) ?? new Map<number, string>();
    byAttribute.set(attribute, values.set(value, keyword));
  }
  return byAttribute;
});

/** Tables of the package that begin at 0 although their own comments begin at 1: every value would be off by one. */
const misnumbered: ReadonlySet<string> = new Set(['job-collation-type']);

function codeNames(
  lookup: readonly (string | undefined)[],
  overlay: readonly (readonly [code: number, name: string])[],
): Map<number, string> {
  const names = new Map<number, string>();
  lookup.forEach((name, code) => {
    if (name !== undefined) names.set(code, name);
  });
  for (const [code, name] of overlay) names.set(code, name);
  return names;
}
