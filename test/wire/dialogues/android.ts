import {
  attribute,
  boolean,
  type IppAttribute,
  integer,
  keyword,
  mimeMediaType,
  name,
  operations,
  resolution,
  statuses,
} from '../../../src/ipp/index.ts';
import type { Dialogue, Step } from '../../support/dialogue.ts';
import { makePdf, makePwg } from '../../support/documents/index.ts';
import { a4, aboutJob, head, vendor, wanted } from './parts.ts';

/** The fixed list of the default print service. */
const names = [
  'ipp-versions-supported',
  'printer-make-and-model',
  'printer-info',
  'printer-dns-sd-name',
  'printer-name',
  'printer-location',
  'printer-uuid',
  'printer-uri-supported',
  'uri-security-supported',
  'uri-authentication-supported',
  'color-supported',
  'copies-supported',
  'document-format-supported',
  'media-col-default',
  'media-default',
  'media-bottom-margin-supported',
  'media-left-margin-supported',
  'media-right-margin-supported',
  'media-top-margin-supported',
  'media-supported',
  'media-type-supported',
  'output-bin-supported',
  'print-color-mode-supported',
  'print-quality-supported',
  'printer-resolution-supported',
  'sides-supported',
  'printer-device-id',
  'media-ready',
  'media-col-ready',
  'print-scaling-supported',
  'print-scaling-default',
  'pwg-raster-document-sheet-back',
  'mopria-certified',
  'printer-icons',
];
/** Asked for too, and used only where they are. */
const perhaps = [
  'epcl-version-supported',
  'pclm-raster-back-side',
  'pclm-strip-height-preferred',
  'pclm-compression-method-preferred',
  'pclm-source-resolution-supported',
  'printer-output-tray',
  'job-pages-per-set-supported',
  'marker-names',
  'marker-types',
  'marker-colors',
  'marker-levels',
  'marker-low-levels',
  'marker-high-levels',
];

const to = head('en-us', (port) => `ipp://localhost:${port}/ipp/print/demo`);

const look: Step = {
  says: 'what can you do?',
  operation: operations.getPrinterAttributes,
  asks: (known) => [...to(known).slice(0, 3), wanted(...names, ...perhaps)],
  answer: {
    status: statuses.successfulOk,
    has: names,
    lacks: ['media-col-database'],
    // Only a way without security and without authentication is taken.
    values: { 'uri-security-supported': 'none', 'uri-authentication-supported': 'requesting-user-name' },
  },
};

/** Where only the host was typed, two paths are tried. */
const guess: Step = {
  ...look,
  says: 'is there a printer?',
  path: '/ipp/printer',
  asks: (known) => [
    ...head('en-us', (port) => `ipp://localhost:${port}/ipp/printer`)(known).slice(0, 3),
    wanted(...names, ...perhaps),
  ],
};

const ticket = (): readonly IppAttribute[] => [
  attribute('copies', integer(1)),
  a4('auto', attribute('media-type', keyword('stationery'))),
  attribute('sides', keyword('one-sided')),
  attribute('print-color-mode', keyword('monochrome')),
  attribute('print-quality', 4),
  attribute('printer-resolution', resolution(300, 300)),
  attribute('orientation-requested', 3),
  attribute('output-bin', keyword('face-down')),
  attribute('print-scaling', keyword('auto')),
  vendor('pdf-fit-to-page', boolean(true)),
  vendor('margins-pre-applied', boolean(true)),
  vendor('pclm-source-resolution', resolution(300, 300)),
];

/** What is not known is ignored and told (RFC 8011 §4.1.7). */
const ignored = 0x0001;

function validate(format: string): Step {
  return {
    says: 'would you take it?',
    operation: operations.validateJob,
    asks: (known) => [
      ...to(known),
      attribute('job-name', name('Rechnung.pdf')),
      attribute('document-format', mimeMediaType(format)),
    ],
    job: ticket,
    answer: { status: ignored },
  };
}

interface Printed {
  readonly format: string;
  readonly document: Buffer;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly held?: boolean;
}

function print({ format, document, values = {}, held = false }: Printed): Step {
  return {
    says: 'print it',
    operation: operations.printJob,
    asks: validate(format).asks,
    job: () => [...ticket(), ...(held ? [attribute('job-hold-until', keyword('indefinite'))] : [])],
    document,
    chunks: 8_192,
    answer: { status: ignored, has: ['job-id', 'job-state'], values },
  };
}

const common = {
  source: 'the source of the default print service of Android (BuiltInPrintService)',
  headers: {},
} as const;

export const android: readonly Dialogue[] = [
  {
    ...common,
    client: 'Android: prints PWG raster',
    user: 'Pixel 8',
    steps: [
      guess,
      look,
      validate('image/pwg-raster'),
      print({
        format: 'image/pwg-raster',
        document: makePwg({ pages: 3 }),
      }),
      {
        says: 'how far is it?',
        operation: operations.getJobAttributes,
        asks: (known) => [...aboutJob(to, known), wanted('job-state', 'job-state-reasons')],
        answer: { status: statuses.successfulOk, has: ['job-state', 'job-state-reasons'] },
      },
    ],
    history: { user: 'pixel 8', action: 'printed', impressions: 3 },
  },
  {
    ...common,
    client: 'Android: cancels by looking for its own jobs',
    user: 'Pixel 8',
    steps: [
      print({ format: 'application/pdf', document: makePdf({ pages: 1 }), held: true }),
      {
        says: 'which are mine?',
        operation: operations.getJobs,
        asks: (known) => [
          ...to(known),
          attribute('my-jobs', boolean(true)),
          wanted('job-id', 'job-name', 'job-originating-user-name'),
        ],
        answer: { status: statuses.successfulOk, values: { 'job-name': 'Rechnung.pdf' } },
      },
      {
        says: 'not that one',
        operation: operations.cancelJob,
        asks: (known) => [...aboutJob(to, known)],
        answer: { status: statuses.successfulOk },
      },
    ],
    history: { user: 'pixel 8', action: 'cancelled', impressions: 0 },
  },
  {
    ...common,
    client: 'Android: over the limit',
    user: 'eve',
    steps: [
      look,
      validate('application/pdf'),
      print({
        format: 'application/pdf',
        document: makePdf({ pages: 2 }),
        values: { 'job-state': 8 },
      }),
    ],
    history: { user: 'eve', action: 'refused', impressions: 0 },
  },
];
