import {
  attribute,
  attributeOf,
  collection,
  type IppAttributes,
  type IppValue,
  integer,
  isOutOfBand,
  keyword,
  range,
} from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { type TicketFact, ticketFacts } from '../../model/device.ts';
import type { Job } from '../../model/job.ts';
import { sizeOf } from '../../model/media-size.ts';
import { printedSides } from '../../model/ticket.ts';
import { collatedCopies } from '../attributes/job-template.ts';

interface Actual {
  readonly name: string;
  /** What a device must be told for it to be so; absent: it is done here. */
  readonly fact?: TicketFact | 'looks';
  /** By what was agreed when the job was accepted, whether its client said so or not. */
  readonly agreed?: (job: Job, asked: IppAttributes) => readonly IppValue[];
}

const actuals: readonly Actual[] = [
  { name: 'copies', fact: 'copies', agreed: ({ ticket }) => [integer(ticket.copies)] },
  { name: 'sides', fact: 'sides', agreed: ({ ticket }) => [keyword(printedSides(ticket))] },
  {
    name: 'print-color-mode',
    fact: 'colourMode',
    agreed: ({ ticket: { colourMode } }) => [keyword(colourMode === 'colour' ? 'color' : colourMode)],
  },
  {
    name: 'page-ranges',
    fact: 'pageRanges',
    agreed: ({ ticket }) => ticket.pageRanges.map(({ lower, upper }) => range(lower, upper)),
  },
  { name: 'number-up', fact: 'numberUp', agreed: ({ ticket }) => [integer(ticket.numberUp)] },
  {
    name: 'imposition-template',
    fact: 'imposition',
    agreed: ({ ticket: { imposition = 'none' } }) => [keyword(imposition)],
  },
  {
    name: 'media',
    fact: 'media',
    agreed: ({ ticket: { media } }) => (media === undefined ? [] : [keyword(media)]),
  },
  { name: 'media-col', fact: 'media', agreed: mediaColOf },
  { name: 'finishings', fact: 'looks' },
  { name: 'finishings-col', fact: 'looks' },
  { name: 'orientation-requested', fact: 'looks' },
  { name: 'output-bin', fact: 'looks' },
  { name: 'print-content-optimize', fact: 'looks' },
  { name: 'print-quality', fact: 'looks' },
  { name: 'printer-resolution', fact: 'looks' },
  { name: 'job-priority', agreed: ({ priority }) => [integer(priority)] },
  {
    name: 'job-sheets',
    agreed: ({ ticket: { jobSheets } }) => [keyword(jobSheets === undefined ? 'none' : 'standard')],
  },
  { name: 'multiple-document-handling', agreed: () => [keyword(collatedCopies)] },
];

/** What is told of the jobs of a printer; found out once for all jobs of an answer. */
export type Told = readonly Actual[];

/** Nothing is told of what its device is not told, because nobody knows what that makes of it. */
export function toldAt(printer: PrinterView, offered: IppAttributes): Told {
  return actuals.filter((each) => offered.has(`${each.name}-supported`) && isTold(each, printer));
}

export const actualNames: readonly string[] = actuals.map(({ name }) => `${name}-actual`);

/** As PWG 5100.8 §4 spells it, and as it is registered. */
export const actualGroups = ['job-actual', 'job-actuals'] as const;

/**
 * How a job that was sent to its device was printed (PWG 5100.8): as agreed, else as asked. What was neither is said by the
 * document, or else by the default of the device at that moment (RFC 8011 §5.2), and never guessed (PWG 5100.8 §3.3). `asked`
 * is what its client asked for.
 */
export function actualAttributes(job: Job, asked: IppAttributes, told: Told): IppAttributes {
  if (job.startedAt === undefined) return new Map();
  return new Map(
    told.flatMap(({ name, agreed }) => {
      const known = [agreed?.(job, asked), asked.get(name)?.values];
      const [first, ...further] = known.find((values) => values !== undefined && values.length > 0) ?? [];
      if (first === undefined || isOutOfBand(first)) return [];
      const actual = attributeOf(`${name}-actual`, first, ...further);
      return [[actual.name, actual] as const];
    }),
  );
}

function isTold({ name, fact }: Actual, { capabilities, deviceAttributes }: PrinterView): boolean {
  if (fact === undefined) return true;
  const { carries } = capabilities;
  if (fact !== 'looks') return carries.includes(fact);
  return deviceAttributes.has(`${name}-supported`) || ticketFacts.every((each) => carries.includes(each));
}

/** As it was asked for, else the size that was agreed. */
function mediaColOf({ ticket: { media } }: Job, asked: IppAttributes): readonly IppValue[] {
  const wish = asked.get('media-col');
  if (wish !== undefined) return wish.values;
  const size = media === undefined ? undefined : sizeOf(media);
  if (media === undefined || size === undefined) return [];
  return [
    collection(
      attribute('media-size', collection(attribute('x-dimension', size.x), attribute('y-dimension', size.y))),
      attribute('media-size-name', media),
    ),
  ];
}
