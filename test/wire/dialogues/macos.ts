import {
  attribute,
  boolean,
  type IppAttribute,
  integer,
  keyword,
  mimeMediaType,
  name,
  operations,
  statuses,
} from '../../../src/ipp/index.ts';
import type { Dialogue, Step } from '../../support/dialogue.ts';
import { makePdf } from '../../support/documents/index.ts';
import { a4, aboutJob, head, wanted } from './parts.ts';

/** What the ipp backend asks a printer before each job. */
const backendNames = [
  'compression-supported',
  'copies-supported',
  'cups-version',
  'document-format-supported',
  'marker-colors',
  'marker-high-levels',
  'marker-levels',
  'marker-low-levels',
  'marker-message',
  'marker-names',
  'marker-types',
  'media-col-supported',
  'multiple-document-handling-supported',
  'operations-supported',
  'print-color-mode-supported',
  'printer-alert',
  'printer-alert-description',
  'printer-is-accepting-jobs',
  'printer-mandatory-job-attributes',
  'printer-state',
  'printer-state-message',
  'printer-state-reasons',
];

const to = head('en-us', (port) => `ipp://localhost:${port}/ipp/print/demo`);
const headers = { 'User-Agent': 'CUPS/2.3.4 (Darwin 23.1.0; arm64) IPP/2.0' };
const pdf = makePdf({ pages: 2 });

/** Making the queue: everything, and the database of paper by name. */
const all: Step = {
  says: 'what can you do?',
  operation: operations.getPrinterAttributes,
  asks: (known) => [...to(known).slice(0, 3), wanted('all', 'media-col-database')],
  answer: {
    status: statuses.successfulOk,
    has: [
      'document-format-supported',
      'media-col-database',
      'media-col-default',
      'media-default',
      'media-bottom-margin-supported',
      'media-left-margin-supported',
      'media-right-margin-supported',
      'media-top-margin-supported',
      'output-bin-supported',
      'print-color-mode-supported',
      'print-quality-supported',
      'printer-icons',
      'printer-make-and-model',
      'printer-more-info',
      'printer-resolution-supported',
      'pwg-raster-document-resolution-supported',
      'pwg-raster-document-sheet-back',
      'pwg-raster-document-type-supported',
      'sides-supported',
      'urf-supported',
    ],
  },
};

const state: Step = {
  says: 'how are you?',
  operation: operations.getPrinterAttributes,
  asks: (known) => [...to(known), wanted(...backendNames)],
  answer: {
    status: statuses.successfulOk,
    has: ['compression-supported', 'document-format-supported', 'operations-supported', 'printer-state'],
    values: { 'printer-is-accepting-jobs': true },
  },
};

const ticket = (): readonly IppAttribute[] => [
  attribute('copies', integer(2)),
  a4('auto'),
  attribute('output-bin', keyword('face-down')),
  attribute('print-color-mode', keyword('auto')),
  attribute('print-quality', 4),
  attribute('sides', keyword('two-sided-long-edge')),
  attribute('multiple-document-handling', keyword('separate-documents-collated-copies')),
];

function ask(operation: number, status: number, has: readonly string[] = []): Step {
  return {
    says: `operation ${operation}`,
    operation,
    asks: (known) => [
      ...to(known),
      attribute('job-name', name('Print-test-template-MacOS')),
      ...(operation === operations.validateJob
        ? [attribute('document-format', mimeMediaType('application/pdf'))]
        : []),
    ],
    job: ticket,
    answer: { status, has },
  };
}

function send(status: number): Step {
  return {
    says: 'here it is',
    operation: operations.sendDocument,
    asks: (known) => [
      ...aboutJob(to, known),
      attribute('document-name', name('Print-test-template-MacOS')),
      attribute('document-format', mimeMediaType('application/pdf')),
      attribute('last-document', boolean(true)),
    ],
    document: pdf,
    chunks: 32_768,
    answer: { status },
  };
}

const follow: Step = {
  says: 'how far is it?',
  operation: operations.getJobAttributes,
  asks: (known) => [
    ...aboutJob(to, known),
    wanted(
      'job-id',
      'job-impressions-completed',
      'job-media-sheets-completed',
      'job-name',
      'job-originating-user-name',
      'job-state',
      'job-state-reasons',
    ),
  ],
  answer: {
    status: statuses.successfulOk,
    has: ['job-impressions-completed', 'job-media-sheets-completed', 'job-state', 'job-state-reasons'],
    values: { 'job-originating-user-name': 'jeff', 'job-name': 'Print-test-template-MacOS' },
  },
};

const common = {
  source: 'the ipp backend of CUPS 2.3, and logs of macOS in public reports',
  headers,
  expectsContinue: true,
} as const;

export const macos: readonly Dialogue[] = [
  {
    ...common,
    client: 'macOS: adds the printer and prints',
    user: 'jeff',
    steps: [
      all,
      state,
      ask(operations.validateJob, statuses.successfulOk),
      ask(operations.createJob, statuses.successfulOk, ['job-id', 'job-uri', 'job-state']),
      send(statuses.successfulOk),
      follow,
    ],
    history: { user: 'jeff', action: 'printed', impressions: 4 },
  },
  {
    ...common,
    client: 'macOS: the same over TLS',
    tls: true,
    user: 'jeff',
    steps: [
      state,
      ask(operations.validateJob, statuses.successfulOk),
      ask(operations.createJob, statuses.successfulOk, ['job-id']),
      send(statuses.successfulOk),
      follow,
    ],
    history: { user: 'jeff', action: 'printed', impressions: 4 },
  },
  {
    ...common,
    client: 'macOS: over the limit',
    user: 'eve',
    // The twin of account-limit-reached that CUPS knows: the job is held there, and the queue goes on.
    steps: [state, ask(operations.createJob, 0x049e)],
    history: { user: 'eve', action: 'refused', impressions: 0 },
  },
  {
    ...common,
    client: 'macOS: air=username,password, first asked in the clear',
    user: 'jeff',
    steps: [
      {
        ...ask(operations.validateJob, 0),
        // Over loopback a password may go in the clear; from another machine it is sent to TLS first (426).
        says: 'it is asked for the password',
        path: '/ipp/print/proved',
        asks: (known) => head('en-us', (port) => `ipp://localhost:${port}/ipp/print/proved`)(known),
        answer: { http: 401, status: 0 },
      },
    ],
    history: {},
  },
  {
    ...common,
    client: 'macOS: air=username,password, over TLS',
    tls: true,
    user: 'jeff',
    steps: [
      {
        says: 'what are you?',
        operation: operations.getPrinterAttributes,
        path: '/ipp/print/proved',
        asks: (known) => [
          ...head('en-us', (port) => `ipps://localhost:${port}/ipp/print/proved`)(known),
          wanted('uri-authentication-supported', 'printer-uri-supported'),
        ],
        answer: { status: statuses.successfulOk, values: { 'uri-authentication-supported': 'basic' } },
      },
      {
        ...ask(operations.validateJob, 0),
        says: 'it is asked for the password',
        path: '/ipp/print/proved',
        asks: (known) => head('en-us', (port) => `ipps://localhost:${port}/ipp/print/proved`)(known),
        answer: { http: 401, status: 0 },
      },
    ],
    history: {},
  },
];
