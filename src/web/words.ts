import type { PrinterView } from '../jobs/index.ts';
import type { Job } from '../model/job.ts';
import { labelsIn } from '../model/labels/labels.ts';
import { type Amount, formatAmount } from '../model/money.ts';
import type { ShownCurrency } from './options.ts';

/** A state in a word, and how it is coloured. */
export interface ShownState {
  readonly word: string;
  readonly tone: 'good' | 'calm' | 'busy' | 'warn' | 'bad';
  /** What there is to know beyond the word. */
  readonly detail?: string;
}

/** The first that holds is what a person at the printer must know. */
export function printerState(printer: PrinterView): ShownState {
  const { device } = printer;
  const detail = device.message ?? reasonsInWords(device.reasons);
  const detailed = detail === '' ? {} : { detail };
  if (!printer.accepting) return { word: 'Not taking jobs', tone: 'bad', ...detailed };
  if (printer.paused) return { word: 'Paused', tone: 'warn', ...detailed };
  if (device.state === 'unreachable') return { word: 'Not reachable', tone: 'bad', ...detailed };
  if (device.state === 'stopped') return { word: 'Needs attention', tone: 'bad', ...detailed };
  if (printer.printing || device.state === 'processing')
    return { word: 'Printing', tone: 'busy', ...detailed };
  return { word: 'Ready', tone: 'good', ...detailed };
}

const labels = labelsIn('en');

function reasonsInWords(reasons: readonly string[]): string {
  return reasons
    .map((reason) => reason.replace(/-(error|warning|report)$/, ''))
    .filter((reason) => reason !== 'none')
    .map((reason) => labels.get(`printer-state-reasons.${reason}`) ?? reason.replaceAll('-', ' '))
    .join('; ');
}

export function jobState(job: Job): ShownState {
  switch (job.state) {
    case 'incoming':
      return { word: 'Arriving', tone: 'busy' };
    case 'counting':
      return { word: 'Being counted', tone: 'busy' };
    case 'held':
      return { word: heldInWords(job), tone: 'warn' };
    case 'pending':
      return { word: 'Waiting', tone: 'calm' };
    case 'relaying':
      return { word: 'Printing', tone: 'busy' };
    case 'ended':
      return endedState(job);
  }
}

function heldInWords({ needsOperator, waits }: Job): string {
  if (needsOperator) return 'Waits for the operator';
  if (waits?.pin !== undefined) return 'Waits for its PIN';
  return waits?.release === true ? 'Waits for its release' : 'On hold';
}

function endedState({ settlement }: Job): ShownState {
  switch (settlement?.action) {
    case 'printed':
      return { word: 'Printed', tone: 'good' };
    case 'refused':
      return { word: 'Refused', tone: 'bad' };
    case 'cancelled':
      return { word: 'Cancelled', tone: 'warn' };
    case 'failed':
      return { word: 'Failed', tone: 'bad' };
    case 'quoted':
      return { word: 'Quoted', tone: 'calm' };
    case undefined:
      return { word: 'Ended', tone: 'calm' };
  }
}

const formatWords: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/postscript': 'PostScript',
  'application/vnd.hp-pcl': 'PCL',
  'application/octet-stream': 'recognised by content',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/pwg-raster': 'PWG raster',
  'image/tiff': 'TIFF',
  'image/urf': 'Apple raster',
  'text/plain': 'plain text',
};

export function formatInWords(mediaType: string): string {
  return formatWords[mediaType] ?? mediaType;
}

/** "iso_a4_210x297mm" → "A4 (210 × 297 mm)" (PWG 5101.1 §5). */
export function mediaInWords(name: string): string {
  const [, plain, width, height, unit] = /^[^_]+_(.+)_([\d.]+)x([\d.]+)(mm|in)$/.exec(name) ?? [];
  if (plain === undefined || width === undefined || height === undefined || unit === undefined) return name;
  const short = plain.length <= 3 ? plain.toUpperCase() : plain.charAt(0).toUpperCase() + plain.slice(1);
  return `${short.replaceAll('-', ' ')} (${width} × ${height} ${unit})`;
}

export function amountInWords(amount: Amount, currency: ShownCurrency): string {
  return `${formatAmount(amount, currency.digits)} ${currency.code}`;
}

/** How long ago, as roughly as people say it. */
export function agoInWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** How long until then, as roughly as people say it. */
export function inWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 120) return `in ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} h` : `in ${Math.round(hours / 24)} days`;
}

export function countOf(number: number, one: string, many = `${one}s`): string {
  return `${grouped.format(number)} ${number === 1 ? one : many}`;
}

const grouped = new Intl.NumberFormat('en');
