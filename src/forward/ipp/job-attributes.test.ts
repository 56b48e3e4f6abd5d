import { describe, expect, test } from 'vitest';
import { relayJob } from '../../../test/support/relay-job.ts';
import {
  attribute,
  attributeOf,
  attributes,
  collection,
  firstInteger,
  firstString,
  integer,
  keyword,
  members,
  range,
  ranges,
} from '../../ipp/index.ts';
import { plainTicket, type Ticket } from '../../model/ticket.ts';
import { canBeTold, jobAttributesFor } from './job-attributes.ts';

const device = attributes(
  attribute('copies-supported', range(1, 99)),
  attribute('sides-supported', 'one-sided', 'two-sided-long-edge'),
  attribute('print-color-mode-supported', 'color', 'monochrome'),
  attribute('page-ranges-supported', true),
  attribute('number-up-supported', range(1, 4)),
  attribute('media-supported', 'iso_a4_210x297mm'),
  attribute('media-col-supported', 'media-size', 'media-type'),
);

const named = (job: Partial<Parameters<typeof relayJob>[0]>) => [
  ...jobAttributesFor(relayJob(job), device).keys(),
];

describe('the attributes of a job for a device', () => {
  test('say what was priced even when it is the usual, since the device may have other defaults', () => {
    expect(named({})).toEqual(['copies', 'sides', 'number-up']);
  });

  test('leave out values that the device does not list', () => {
    const ticket = { ...plainTicket, copies: 100, sides: 'two-sided-short-edge', numberUp: 9 } as const;
    expect(named({ ticket })).toEqual([]);
  });

  test('say a booklet, on both sides, where the device folds one, else that there is none', () => {
    const folding = new Map([
      ...device,
      ['sides-supported', attribute('sides-supported', 'one-sided', 'two-sided-short-edge')],
      [
        'imposition-template-supported',
        attributeOf('imposition-template-supported', keyword('none'), keyword('signature')),
      ],
    ]);
    const told = (ticket: Ticket) => jobAttributesFor(relayJob({ ticket }), folding);
    const booklet = told({ ...plainTicket, imposition: 'signature' });
    expect(firstString(booklet, 'imposition-template')).toBe('signature');
    expect(firstString(booklet, 'sides')).toBe('two-sided-short-edge');
    expect(firstString(told(plainTicket), 'imposition-template')).toBe('none');
    const sent = attributes(attributeOf('imposition-template', keyword('x-poster')));
    const other = jobAttributesFor(relayJob({ ticket: plainTicket, attributes: sent }), folding);
    expect(firstString(other, 'imposition-template')).toBe('none');
  });

  test('have the page ranges of the ticket', () => {
    const ticket = {
      ...plainTicket,
      pageRanges: [
        { lower: 1, upper: 2 },
        { lower: 5, upper: 5 },
      ],
    };
    const told = jobAttributesFor(relayJob({ ticket }), device);
    expect(ranges(told, 'page-ranges')).toEqual([
      { lower: 1, upper: 2 },
      { lower: 5, upper: 5 },
    ]);
  });

  test('have media or media-col, never both (RFC 8011 forbids it)', () => {
    const ticket = { ...plainTicket, media: 'iso_a4_210x297mm' };
    expect(named({ ticket })).toContain('media');
    const column = attributeOf('media-col', collection(attributeOf('media-type', keyword('stationery'))));
    const both = named({ ticket, attributes: attributes(column) });
    expect(both).toContain('media-col');
    expect(both).not.toContain('media');
  });

  test('have the size that was asked for by media in a media-col that has none', () => {
    const type = attributeOf('media-type', keyword('stationery'));
    const told = (media: string) =>
      jobAttributesFor(
        relayJob({
          ticket: { ...plainTicket, media },
          attributes: attributes(attributeOf('media-col', collection(type))),
        }),
        device,
      );
    const [mediaCol] = members(told('iso_a5_148x210mm'), 'media-col');
    const [size] = members(mediaCol, 'media-size');
    expect([firstInteger(size, 'x-dimension'), firstInteger(size, 'y-dimension')]).toEqual([14_800, 21_000]);
    expect(firstString(mediaCol, 'media-type')).toBe('stationery');
    const unsaid = told('odd-paper');
    expect([unsaid.has('media-col'), firstString(unsaid, 'media')]).toEqual([false, 'odd-paper']);
  });

  test('have no banner page that nobody counted', () => {
    const lists = new Map([
      ...device,
      ['job-sheets-supported', attribute('job-sheets-supported', 'none', 'standard')],
    ]);
    const job = relayJob({ attributes: attributes(attribute('job-sheets', 'standard')) });
    expect(firstString(jobAttributesFor(job, lists), 'job-sheets')).toBe('none');
  });

  test('never have what prints more than was counted, even when the device lists it', () => {
    const lists = new Map([
      ...device,
      ['proof-copies-supported', attributeOf('proof-copies-supported', integer(9))],
    ]);
    const job = relayJob({ attributes: attributes(attributeOf('proof-copies', integer(9))) });
    expect([...jobAttributesFor(job, lists).keys()]).not.toContain('proof-copies');
  });
});

describe('a device can be told an attribute', () => {
  test('that has a -supported, unless it is false', () => {
    expect(canBeTold(device, 'sides')).toBe(true);
    expect(canBeTold(device, 'output-bin')).toBe(false);
    expect(canBeTold(attributes(attribute('page-ranges-supported', false)), 'page-ranges')).toBe(false);
  });

  test('that it names for Create-Job, a vendor’s own too', () => {
    const lists = attributes(attribute('job-creation-attributes-supported', 'acme-glitter'));
    expect(canBeTold(lists, 'acme-glitter')).toBe(true);
    expect(canBeTold(lists, 'acme-glue')).toBe(false);
  });
});
