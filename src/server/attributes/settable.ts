import { attributeOf, type IppAttribute, type IppAttributes, keyword } from '../../ipp/index.ts';
import type { Identity } from '../../model/identity.ts';

/** What Set-Printer-Attributes takes; all else is set in the configuration, where it is checked as a whole. */
export const settablePrinterAttributes = [
  'printer-info',
  'printer-location',
  'printer-message-from-operator',
] as const;

/** Of each of them: text(127), RFC 8011 §5.4.6, §5.4.7, §5.4.25. */
export const operatorTextOctetsMax = 127;

/**
 * What Set-Job-Attributes takes. Nothing that changes the count or the price: that was agreed when the job was accepted,
 * and a client that wants it otherwise sends a new job.
 */
const settableJobAttributes = [
  'job-name',
  'job-hold-until',
  'job-hold-until-time',
  'job-delay-output-until',
  'job-delay-output-until-time',
  'job-priority',
  'finishings',
  'finishings-col',
  'orientation-requested',
  'output-bin',
  'print-content-optimize',
  'print-quality',
  'print-rendering-intent',
  'print-scaling',
  'printer-resolution',
] as const;

const names: ReadonlySet<string> = new Set(settableJobAttributes);

export function isSettableOnJob(name: string, { operator }: Pick<Identity, 'operator'>): boolean {
  return names.has(name) || (operator && name === operatorMessageName);
}

/** What operators say of a job: text(127), RFC 8011 §5.3.16; theirs alone to set. */
export const operatorMessageName = 'job-message-from-operator';

/** job-settable-attributes-supported: of a printer that offers those templates. */
export function jobSettable(templates: IppAttributes): IppAttribute {
  const settable = settableJobAttributes.filter(
    (name) => name === 'job-name' || templates.has(`${name}-supported`),
  );
  return attributeOf('job-settable-attributes-supported', ...[...settable, operatorMessageName].map(keyword));
}
