import {
  attribute,
  boolean,
  integer,
  keyword,
  mimeMediaType,
  name,
  operations,
  statuses,
} from '../../../src/ipp/index.ts';
import type { Dialogue, Step } from '../../support/dialogue.ts';
import { makePdf, makeUrf } from '../../support/documents/index.ts';
import { a4, head, wanted } from './parts.ts';

const to = head('en', (port) => `ipps://localhost:${port}/ipp/print/demo`);

/** It takes its paper list from media-col-ready, offers two sides only where URF says DM, and PDF where it is preferred. */
const look: Step = {
  says: 'what can you do?',
  operation: operations.getPrinterAttributes,
  asks: (known) => [...to(known), wanted('all', 'media-col-database')],
  answer: {
    status: statuses.successfulOk,
    has: [
      'copies-supported',
      'document-format-supported',
      'finishings-supported',
      'identify-actions-supported',
      'media-col-default',
      'media-col-ready',
      'media-col-supported',
      'media-type-supported',
      'operations-supported',
      'print-color-mode-supported',
      'print-quality-supported',
      'printer-icons',
      'printer-info',
      'printer-location',
      'printer-make-and-model',
      'printer-more-info',
      'printer-state',
      'printer-state-reasons',
      'printer-uuid',
      'sides-supported',
      'urf-supported',
    ],
    values: { 'document-format-preferred': 'application/pdf', 'urf-supported': 'V1.4' },
  },
};

function create(copies: number): Step {
  return {
    says: 'a job, please',
    operation: operations.createJob,
    asks: (known) => [...to(known), attribute('job-name', name('Fahrplan'))],
    job: () => [
      attribute('copies', integer(copies)),
      a4('auto', attribute('media-type', keyword('stationery'))),
      attribute('print-color-mode', keyword('color')),
      attribute('print-quality', 4),
      attribute('sides', keyword('two-sided-long-edge')),
    ],
    answer: { status: statuses.successfulOk, has: ['job-id', 'job-state'] },
  };
}

interface Sent {
  readonly format: string;
  readonly document: Buffer;
  readonly answer: Step['answer'];
}

function send({ format, document, answer }: Sent): Step {
  return {
    says: 'here it is',
    operation: operations.sendDocument,
    asks: (known) => [
      ...to(known),
      attribute('job-id', integer(known.job)),
      attribute('document-format', mimeMediaType(format)),
      attribute('last-document', boolean(true)),
    ],
    document,
    chunks: 16_384,
    answer,
  };
}

const taken = { status: statuses.successfulOk };
const common = {
  source: 'public reports and the log of PrintKit; its HTTP fields are not known and left out',
  headers: {},
  tls: true,
} as const;

export const ios: readonly Dialogue[] = [
  {
    ...common,
    client: 'iOS: prints PDF, copies are left to the printer',
    user: 'mobile',
    steps: [
      look,
      create(2),
      send({ format: 'application/pdf', document: makePdf({ pages: 3 }), answer: taken }),
      {
        says: 'how far is it?',
        operation: operations.getJobAttributes,
        asks: (known) => [...to(known), attribute('job-id', integer(known.job))],
        answer: { status: statuses.successfulOk, has: ['job-state', 'job-state-reasons', 'job-impressions'] },
      },
    ],
    history: { user: 'mobile', action: 'printed', impressions: 6 },
  },
  {
    ...common,
    client: 'iOS: prints Apple raster with the copies in it',
    user: 'mobile',
    // Three copies of two pages come as six pages, each on a sheet's own sides, and copies=1.
    steps: [
      look,
      create(1),
      send({
        format: 'image/urf',
        document: makeUrf({ pages: 6 }),
        answer: taken,
      }),
    ],
    history: { user: 'mobile', action: 'printed', impressions: 6 },
  },
  {
    ...common,
    client: 'iOS: over the limit',
    user: 'eve',
    steps: [
      create(1),
      send({
        format: 'application/pdf',
        document: makePdf({ pages: 2 }),
        answer: { status: statuses.successfulOk, values: { 'job-state': 8 } },
      }),
    ],
    history: { user: 'eve', action: 'refused', impressions: 0 },
  },
];
