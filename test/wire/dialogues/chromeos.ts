import {
  attribute,
  boolean,
  collection,
  integer,
  keyword,
  mimeMediaType,
  name,
  operations,
  statuses,
  text,
} from '../../../src/ipp/index.ts';
import type { Dialogue, Step } from '../../support/dialogue.ts';
import { makePdf } from '../../support/documents/index.ts';
import { a4, aboutJob, head, wanted } from './parts.ts';

const to = head('en-us', (port) => `ipp://localhost:${port}/ipp/print/demo`);

/** Whether it can do without a driver: it must say ipp-everywhere and take PDF or a raster. */
const look: Step = {
  says: 'can I do without a driver?',
  operation: operations.getPrinterAttributes,
  asks: (known) => [
    ...to(known),
    wanted(
      'printer-make-and-model',
      'ipp-features-supported',
      'document-format-supported',
      'printer-state',
      'printer-state-reasons',
      'printer-state-message',
      'client-info-supported',
      'copies-supported',
      'media-col-database',
      'media-col-default',
      'media-supported',
      'print-color-mode-supported',
      'printer-resolution-supported',
      'sides-supported',
      'job-password-encryption-supported',
    ),
  ],
  answer: {
    status: statuses.successfulOk,
    has: ['printer-make-and-model', 'document-format-supported', 'media-col-database', 'sides-supported'],
    values: { 'ipp-features-supported': 'ipp-everywhere' },
  },
};

const create: Step = {
  says: 'a job, please',
  operation: operations.createJob,
  asks: (known) => [
    ...to(known),
    attribute('job-name', name('Untitled document')),
    // Sent where the printer lists it; one that does not is not troubled by it.
    attribute(
      'client-info',
      collection(
        attribute('client-name', name('chromebook-7')),
        attribute('client-type', 3),
        attribute('client-string-version', text('126.0')),
      ),
    ),
  ],
  job: () => [
    attribute('copies', integer(2)),
    a4('auto'),
    attribute('print-color-mode', keyword('monochrome')),
    attribute('sides', keyword('two-sided-long-edge')),
  ],
  answer: { status: statuses.successfulOk, has: ['job-id', 'job-uri'] },
};

function send(status: number): Step {
  return {
    says: 'here it is',
    operation: operations.sendDocument,
    asks: (known) => [
      ...aboutJob(to, known),
      attribute('document-format', mimeMediaType('application/pdf')),
      attribute('last-document', boolean(true)),
    ],
    document: makePdf({ pages: 2 }),
    chunks: 32_768,
    answer: { status },
  };
}

/** Its list of jobs: what runs, then what is over, never more than so many. */
const jobs = (which: 'completed' | 'not-completed', has: readonly string[]): Step => ({
  says: `what is ${which}?`,
  operation: operations.getJobs,
  asks: (known) => [
    ...to(known),
    attribute('which-jobs', keyword(which)),
    attribute('limit', integer(500)),
    wanted('job-id', 'job-state', 'job-state-reasons', 'job-impressions-completed', 'time-at-processing'),
  ],
  answer: { status: statuses.successfulOk, has },
});

const common = {
  source: 'the printing backend of Chromium over libcups',
  headers: { 'User-Agent': 'CUPS/2.4.8 (Linux 6.6.30; x86_64) IPP/2.0' },
  expectsContinue: true,
} as const;

export const chromeos: readonly Dialogue[] = [
  {
    ...common,
    client: 'ChromeOS: prints and looks at its jobs',
    user: 'chronos',
    steps: [
      look,
      create,
      send(statuses.successfulOk),
      jobs('not-completed', []),
      jobs('completed', ['job-id']),
    ],
    history: { user: 'chronos', action: 'printed', impressions: 4 },
  },
  {
    ...common,
    client: 'ChromeOS: over the limit',
    user: 'eve',
    steps: [look, { ...create, answer: { status: 0x049e } }],
    history: { user: 'eve', action: 'refused', impressions: 0 },
  },
];
