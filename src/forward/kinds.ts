import { type Capabilities, type TicketFact, ticketFacts } from '../model/device.ts';
import { copiesMax } from '../model/money.ts';
import type { Device, DeviceDescription } from './device.ts';

interface DeviceKind {
  /** What a device of this kind can be told at most; an IPP device is told what it lists. */
  readonly carries: readonly TicketFact[];
  /** What is offered when neither the device nor the configuration says otherwise. */
  readonly defaults: Omit<Capabilities, 'carries'> & { readonly carries: readonly TicketFact[] };
}

/** The formats that nearly every device takes and whose pages are always counted. */
const countedFormats = [
  'application/pdf',
  'image/pwg-raster',
  'image/urf',
  'image/jpeg',
  'text/plain',
] as const;

const commonMedia = [
  'iso_a4_210x297mm',
  'na_letter_8.5x11in',
  'iso_a3_297x420mm',
  'iso_a5_148x210mm',
  'na_legal_8.5x14in',
  'na_index-4x6_4x6in',
] as const;

/** A raw printer is sent the whole document for each copy; 999 is what drivers let a person ask for. */
const rawCopiesMax = 999;

/** Of a device that was never reached only copies are promised: nothing may be priced that it might not do. */
const unasked: DeviceKind['defaults'] = {
  formats: countedFormats,
  colour: true,
  sides: ['one-sided'],
  media: commonMedia,
  resolutions: [300, 600],
  copiesMax: rawCopiesMax,
  carries: ['copies'],
};

/** All that is known of each kind before a device has said anything itself. */
const kinds = {
  ipp: {
    carries: ticketFacts,
    defaults: unasked,
  },
  raw: {
    // Copies are made by sending the document again; nothing else can be said on port 9100.
    carries: ['copies'],
    defaults: { ...unasked, resolutions: [600, 300] },
  },
  file: {
    // An ideal device: it keeps the bytes once and writes the ticket beside them.
    carries: ticketFacts,
    defaults: {
      formats: [...countedFormats, 'application/postscript'],
      colour: true,
      sides: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
      media: commonMedia,
      resolutions: [300, 600],
      copiesMax,
      carries: ticketFacts,
    },
  },
  release: {
    // What is offered is what the printers have in common at which its jobs are released.
    carries: ticketFacts,
    defaults: unasked,
  },
  quote: {
    // What is offered is what the printer can do whose prices are told.
    carries: ticketFacts,
    defaults: { ...unasked, carries: ticketFacts },
  },
  cups: {
    // The driver of the client has put the ticket into the data, and CUPS runs a backend that prints it.
    carries: [],
    defaults: { ...unasked, resolutions: [600, 300], copiesMax: 1, carries: [] },
  },
} as const satisfies Record<Device['kind'], DeviceKind>;

/** The facts of a ticket that can reach a device of this kind; the others are neither offered nor priced. */
export function carriesOf(kind: Device['kind']): readonly TicketFact[] {
  return kinds[kind].carries;
}

/**
 * What a device offers: `known` of the device itself, else the defaults of its kind, changed by what is configured.
 * Configuration cannot make a kind carry what there is no way to say to it.
 */
export function capabilitiesOf(
  kind: Device['kind'],
  configured: Partial<Capabilities>,
  known: Capabilities = kinds[kind].defaults,
): Capabilities {
  const possible = carriesOf(kind);
  const merged = { ...known, ...configured };
  return { ...merged, carries: merged.carries.filter((fact) => possible.includes(fact)) };
}

/** What is taken to be true of a device until it has been asked. */
export function assumedOf(kind: Device['kind'], configured: Partial<Capabilities>): DeviceDescription {
  return {
    capabilities: capabilitiesOf(kind, configured),
    status: { state: 'idle', reasons: [] },
    attributes: new Map(),
  };
}
