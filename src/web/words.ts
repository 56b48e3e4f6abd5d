import type { PrinterView } from '../jobs/index.ts';
import type { Job, Settlement } from '../model/job.ts';
import { labelsIn } from '../model/labels/labels.ts';
import type { Language } from '../model/sentences/languages.ts';
import { say } from '../model/sentences/sentence.ts';
import type { PlainTextId } from './texts/catalogue.ts';
import type { Speaker } from './texts/speaker.tsx';

/** A state in a word, and how it is coloured. */
export interface ShownState {
  readonly word: string;
  readonly tone: 'good' | 'calm' | 'busy' | 'warn' | 'bad';
}

/** How a printer is, and what there is to know beyond the word. */
export interface ShownPrinterState extends ShownState {
  readonly details: readonly string[];
}

/** The first that holds is what a person at the printer must know. */
export function printerState(printer: PrinterView, speaker: Speaker): ShownPrinterState {
  const [id, tone] = stateOfPrinter(printer);
  return { word: speaker.text(id), tone, details: detailsOf(printer, speaker) };
}

function stateOfPrinter({ accepting, paused, printing, device }: PrinterView): State {
  if (!accepting) return ['printer-closed', 'bad'];
  if (paused) return ['printer-paused', 'warn'];
  if (device.state === 'unreachable') return ['printer-unreachable', 'bad'];
  if (device.state === 'stopped') return ['printer-stopped', 'bad'];
  return printing || device.state === 'processing' ? ['printer-printing', 'busy'] : ['printer-ready', 'good'];
}

/** What operators say of it comes before what its device does; print clients are told the same. */
function detailsOf({ standing, device }: PrinterView, { words, language }: Speaker): readonly string[] {
  const details = [
    standing.reason ?? '',
    standing.message ?? '',
    standing.holdsNewJobs ? words(say('printer-holds')) : '',
    device.message ?? reasonsInWords(device.reasons, language),
  ];
  return [...new Set(details)].filter((detail) => detail !== '');
}

function reasonsInWords(reasons: readonly string[], language: Language): string {
  const labels = labelsIn(language);
  return reasons
    .map((reason) => reason.replace(/-(error|warning|report)$/, ''))
    .filter((reason) => reason !== 'none')
    .map((reason) => labels.get(`printer-state-reasons.${reason}`) ?? reason.replaceAll('-', ' '))
    .join('; ');
}

/** A state in a word of ours. */
type State = readonly [word: PlainTextId, tone: ShownState['tone']];

export function jobState(job: Job, { text }: Speaker): ShownState {
  const [id, tone] = stateOf(job);
  return { word: text(id), tone };
}

function stateOf(job: Job): State {
  switch (job.state) {
    case 'incoming':
      return ['job-incoming', 'busy'];
    case 'counting':
      return ['job-counting', 'busy'];
    case 'held':
      return [heldState(job), 'warn'];
    case 'pending':
      return ['job-pending', 'calm'];
    case 'relaying':
      return ['job-relaying', 'busy'];
    case 'ended':
      return job.settlement === undefined ? ['job-ended', 'calm'] : endedStates[job.settlement.action];
  }
}

function heldState({ needsOperator, waits }: Job): PlainTextId {
  if (needsOperator) return 'job-waits-operator';
  if (waits?.pin !== undefined) return 'job-waits-pin';
  return waits?.release === true ? 'job-waits-release' : 'job-held';
}

const endedStates: Readonly<Record<Settlement['action'], State>> = {
  printed: ['job-printed', 'good'],
  refused: ['job-refused', 'bad'],
  cancelled: ['job-cancelled', 'warn'],
  failed: ['job-failed', 'bad'],
  quoted: ['job-quoted', 'calm'],
};

const formatNames: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/postscript': 'PostScript',
  'application/vnd.hp-pcl': 'PCL',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/tiff': 'TIFF',
};

const formatTexts: Readonly<Record<string, PlainTextId>> = {
  'application/octet-stream': 'format-octets',
  'image/pwg-raster': 'format-pwg-raster',
  'image/urf': 'format-apple-raster',
  'text/plain': 'format-text',
};

export function formatInWords(mediaType: string, { text }: Speaker): string {
  const id = formatTexts[mediaType];
  return id === undefined ? (formatNames[mediaType] ?? mediaType) : text(id);
}

/** "na_letter_8.5x11in" → "Letter (8.5 × 11 in)", in German "8,5" (PWG 5101.1 §5). */
export function mediaInWords(name: string, language: Language = 'en'): string {
  const [, plain, width, height, unit] = /^[^_]+_(.+)_([\d.]+)x([\d.]+)(mm|in)$/.exec(name) ?? [];
  if (plain === undefined || width === undefined || height === undefined || unit === undefined) return name;
  const short = plain.length <= 3 ? plain.toUpperCase() : plain.charAt(0).toUpperCase() + plain.slice(1);
  return `${short.replaceAll('-', ' ')} (${withSign(width, language)} × ${withSign(height, language)} ${unit})`;
}

/** A number with its digits as they are, and the decimal sign of the language. */
function withSign(digits: string, language: Language): string {
  const parts = new Intl.NumberFormat(language).formatToParts(0.5);
  return digits.replace('.', parts.find(({ type }) => type === 'decimal')?.value ?? '.');
}

/** How long ago, as roughly as people say it. */
export function agoInWords(ms: number, { text }: Speaker): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return text('ago-now');
  if (minutes < 60) return text('ago-minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? text('ago-hours', { hours }) : text('ago-days', { days: Math.floor(hours / 24) });
}

/** How long until then, as roughly as people say it. */
export function inWords(ms: number, { text }: Speaker): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 120) return text('in-minutes', { minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48 ? text('in-hours', { hours }) : text('in-days', { days: Math.round(hours / 24) });
}
