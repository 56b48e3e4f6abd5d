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
import { makePdf, makePwg } from '../../support/documents/index.ts';
import { a4, aboutJob, head, wanted } from './parts.ts';

/** The names that the wizard and the class driver ask for, three times in a row. */
const classDriverNames = [
  'uri-authentication-supported',
  'document-format-default',
  'document-format-preferred',
  'document-format-supported',
  'ipp-versions-supported',
  'media-supported',
  'media-type-supported',
  'mopria-certified',
  'mopria_certified',
  'printer-dns-sd-name',
  'printer-firmware-name',
  'printer-firmware-string-version',
  'printer-device-id',
  'printer-info',
  'printer-name',
  'printer-uuid',
  'printer-make-and-model',
];

const classDriver = head('en-us', (port) => `ipp://localhost:${port}/ipp/print/demo`);
const look: Step = {
  says: 'what are you?',
  operation: operations.getPrinterAttributes,
  asks: (known) => [...classDriver(known), wanted(...classDriverNames)],
  answer: {
    status: statuses.successfulOk,
    has: classDriverNames,
    lacks: ['media-col-database', 'sides-supported'],
    values: {
      'document-format-preferred': 'application/pdf',
      'uri-authentication-supported': 'requesting-user-name',
    },
  },
};
const raster = makePwg({ pages: 2 });

function ticket(): readonly ReturnType<typeof attribute>[] {
  return [
    attribute('copies', integer(1)),
    a4('auto', attribute('media-type', keyword('stationery'))),
    attribute('print-color-mode', keyword('monochrome')),
    attribute('sides', keyword('one-sided')),
    attribute('print-quality', 4),
  ];
}

const create: Step = {
  says: 'a job, please',
  operation: operations.createJob,
  asks: (known) => [
    ...classDriver(known),
    attribute('job-name', name('Test Page')),
    attribute('ipp-attribute-fidelity', boolean(false)),
  ],
  job: ticket,
  answer: { status: statuses.successfulOk, has: ['job-id', 'job-uri', 'job-state'] },
};

function send(status: number, values: Readonly<Record<string, unknown>> = {}): Step {
  return {
    says: 'here it is',
    operation: operations.sendDocument,
    asks: (known) => [
      ...aboutJob(classDriver, known),
      attribute('document-format', mimeMediaType('image/pwg-raster')),
      attribute('last-document', boolean(true)),
    ],
    document: raster,
    chunks: 4_096,
    answer: { status, values },
  };
}

/** The provider of http:// printers, older than the class driver: IPP/1.0, no port in mind, its own path. */
const provider = head('en-us', (port) => `http://localhost:${port}/printers/demo`);
const oldVersion = { major: 1, minor: 0 };
const pdf = makePdf({ pages: 3 });

function providerStep(step: Omit<Step, 'version' | 'path'>): Step {
  return { ...step, version: oldVersion, path: '/printers/demo' };
}

function providerPrint(values: Readonly<Record<string, unknown>>): Step {
  return providerStep({
    says: 'print what the driver made',
    operation: operations.printJob,
    asks: (known) => [
      ...provider(known),
      attribute('job-name', name('Microsoft Word - Bericht.docx')),
      attribute('document-format', mimeMediaType('application/octet-stream')),
    ],
    document: pdf,
    answer: { status: statuses.successfulOk, has: ['job-id', 'job-uri'], values },
  });
}

export const windows: readonly Dialogue[] = [
  {
    client: 'Windows: IPP class driver',
    source: 'public reports of its requests (the list of names); its HTTP fields are not known and left out',
    headers: {},
    user: 'EXAMPLE\\Win.User',
    steps: [
      look,
      look,
      look,
      {
        says: 'would you take it?',
        operation: operations.validateJob,
        asks: (known) => [
          ...classDriver(known),
          attribute('document-format', mimeMediaType('image/pwg-raster')),
        ],
        job: ticket,
        answer: { status: statuses.successfulOk },
      },
      create,
      send(statuses.successfulOk),
      {
        says: 'how far is it?',
        operation: operations.getJobAttributes,
        asks: (known) => [
          ...aboutJob(classDriver, known),
          wanted('job-state', 'job-state-reasons', 'job-id'),
        ],
        answer: {
          status: statuses.successfulOk,
          has: ['job-state', 'job-state-reasons'],
          lacks: ['job-name'],
        },
      },
    ],
    history: { user: 'win.user', action: 'printed', impressions: 2 },
  },
  {
    client: 'Windows: IPP class driver, over the limit',
    source: 'the same',
    headers: {},
    user: 'EXAMPLE\\eve',
    // It shows an aborted job as failed; a status after the document would be sent again.
    steps: [look, create, send(statuses.successfulOk, { 'job-state': 8 })],
    history: { user: 'eve', action: 'refused', impressions: 0 },
  },
  {
    client: 'Windows: Internet Print Provider',
    source: 'reference notes on the wire: IPP/1.0, printer-uri with http, en-us',
    headers: { 'User-Agent': 'Internet Print Provider', Connection: 'Keep-Alive' },
    user: 'EXAMPLE\\Win.User',
    steps: [
      providerStep({
        says: 'what are you?',
        operation: operations.getPrinterAttributes,
        asks: provider,
        answer: { status: statuses.successfulOk, has: ['printer-name', 'printer-state', 'queued-job-count'] },
      }),
      providerStep({
        says: 'would you take it?',
        operation: operations.validateJob,
        asks: (known) => [...provider(known), attribute('job-name', name('Bericht'))],
        answer: { status: statuses.successfulOk },
      }),
      providerPrint({}),
      providerStep({
        says: 'what waits here?',
        operation: operations.getJobs,
        asks: (known) => [...provider(known), wanted('all')],
        answer: { status: statuses.successfulOk },
      }),
    ],
    history: { user: 'win.user', action: 'printed', impressions: 3 },
  },
  {
    client: 'Windows: Internet Print Provider, over the limit',
    source: 'the same',
    headers: { 'User-Agent': 'Internet Print Provider', Connection: 'Keep-Alive' },
    user: 'EXAMPLE\\eve',
    steps: [providerPrint({ 'job-state': 8 })],
    history: { user: 'eve', action: 'refused', impressions: 0 },
  },
];
