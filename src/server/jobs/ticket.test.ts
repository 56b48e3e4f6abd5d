import { describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  collection,
  type IppAttribute,
  integer,
  keyword,
  range,
} from '../../ipp/index.ts';
import type { Capabilities } from '../../model/device.ts';
import { plainTicket, type Ticket } from '../../model/ticket.ts';
import { ticketOf } from './ticket.ts';

const everything: Capabilities = {
  formats: ['application/pdf'],
  colour: true,
  sides: ['one-sided', 'two-sided-long-edge'],
  media: ['iso_a4_210x297mm', 'na_letter_8.5x11in'],
  resolutions: [600],
  copiesMax: 99,
  carries: ['copies', 'sides', 'colourMode', 'pageRanges', 'numberUp', 'imposition', 'media'],
};

function ticket(list: readonly IppAttribute[], capabilities: Partial<Capabilities> = {}): Ticket {
  return ticketOf(attributes(...list), { ...everything, ...capabilities });
}

const letter = collection(
  attribute(
    'media-size',
    collection(attribute('x-dimension', integer(21_590)), attribute('y-dimension', integer(27_940))),
  ),
);

describe('ticketOf', () => {
  it('is plain when nothing is asked for', () => {
    expect(ticket([])).toEqual(plainTicket);
  });

  it('reads every fact', () => {
    const asked = [
      attribute('copies', 3),
      attribute('sides', 'two-sided-short-edge'),
      attribute('print-color-mode', 'monochrome'),
      attribute('page-ranges', range(1, 4)),
      attribute('number-up', 2),
      attributeOf('imposition-template', keyword('signature')),
      attribute('media', 'iso_a4_210x297mm'),
    ];
    expect(ticket(asked)).toEqual({
      copies: 3,
      sides: 'two-sided-short-edge',
      colourMode: 'monochrome',
      pageRanges: [{ lower: 1, upper: 4 }],
      numberUp: 2,
      imposition: 'signature',
      media: 'iso_a4_210x297mm',
    });
    expect(ticket(asked, { carries: [] })).toEqual(plainTicket);
  });

  it('sorts page ranges and joins those that touch or overlap', () => {
    const asked = attribute('page-ranges', range(7, 9), range(1, 3), range(4, 4), range(8, 12));
    expect(ticket([asked]).pageRanges).toEqual([
      { lower: 1, upper: 4 },
      { lower: 7, upper: 12 },
    ]);
  });

  it('takes the medium from media-col, by size or by name, before media', () => {
    const media = attribute('media', 'iso_a4_210x297mm');
    expect(ticket([media, attribute('media-col', letter)]).media).toBe('na_letter_8.5x11in');
    const named = collection(attribute('media-size-name', 'na_letter_8.5x11in'));
    expect(ticket([media, attribute('media-col', named)]).media).toBe('na_letter_8.5x11in');
  });

  it('knows no medium of a size that is not offered', () => {
    expect(ticket([attribute('media-col', letter)], { media: ['iso_a4_210x297mm'] }).media).toBeUndefined();
  });
});
