import {
  attribute,
  attributeOf,
  collection,
  type IppAttributes,
  type IppValue,
  integer,
  isOutOfBand,
  keyword,
  outOfBand,
  range,
} from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { type TicketFact, ticketFacts } from '../../model/device.ts';
import type { Job } from '../../model/job.ts';
import { printedSides } from '../../model/ticket.ts';
import { sizeOf } from './media-size.ts';
import { sizeInMediaCol } from './ticket.ts';

interface Actual {
  readonly name: string;
  /** What a device must be told for it to be so; absent: it is done here. */
  readonly fact?: TicketFact | 'looks';
  /** By what was agreed when the job was accepted; absent: as it was asked for. */
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
  { name: 'imposition-template', fact: 'imposition' },
  {
    name: 'media',
    fact: 'media',
    agreed: mediaOf,
  },
  { name: 'media-col', fact: 'media', agreed: mediaColOf },
  { name: 'finishings', fact: 'looks' },
  { name: 'finishings-col', fact: 'looks' },
  { name: 'orientation-requested', fact: 'looks' },
  { name: 'output-bin', fact: 'looks' },
  { name: 'print-content-optimize', fact: 'looks' },
  { name: 'print-quality', fact: 'looks' },
  { name: 'printer-resolution', fact: 'looks' },
  { name: 'job-priority' },
  { name: 'job-sheets' },
  { name: 'multiple-document-handling' },
];

/** A printer, as far as its jobs tell how they were printed; found out once for all jobs of an answer. */
export interface Offering {
  readonly offered: IppAttributes;
  readonly told: readonly Actual[];
}

/** Nothing is told of what its device is not told, because nobody knows what that makes of it. */
export function offeringOf(printer: PrinterView, offered: IppAttributes): Offering {
  const told = actuals.filter((each) => offered.has(`${each.name}-supported`) && isTold(each, printer));
  return { offered, told };
}

export const actualNames: readonly string[] = actuals.map(({ name }) => `${name}-actual`);

/**
 * How a job that was sent to its device was printed (PWG 5100.8): as agreed, else as asked, else by the default. `asked` is
 * what its client asked for.
 */
export function actualAttributes(job: Job, asked: IppAttributes, { offered, told }: Offering): IppAttributes {
  if (job.startedAt === undefined) return new Map();
  return new Map(
    told.flatMap(({ name, agreed }) => {
      const known = [agreed?.(job, asked), asked.get(name)?.values, offered.get(`${name}-default`)?.values];
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

/** A size of one's own has no name among those that are offered: then there is none, and not that of the default. */
function mediaOf({ ticket: { media } }: Job, asked: IppAttributes): readonly IppValue[] {
  if (media !== undefined) return [keyword(media)];
  return sizeInMediaCol(asked) === undefined ? [] : [outOfBand('no-value')];
}

/** As it was asked for, else the size that was agreed; none of both: the default. */
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
