import type { PrinterView } from '../jobs/index.ts';
import type { Job, Settlement } from '../model/job.ts';
import { labelsIn } from '../model/labels/labels.ts';
import type { Language } from '../model/sentences/languages.ts';
import type { PlainTextId } from './texts/catalogue.ts';
import type { Speaker } from './texts/speaker.tsx';

/** A state in a word, and how it is coloured. */
export interface ShownState {
  readonly word: string;
  readonly tone: 'good' | 'calm' | 'busy' | 'warn' | 'bad';
  /** What there is to know beyond the word. */
  readonly detail?: string;
}

/** The first that holds is what a person at the printer must know. */
export function printerState(printer: PrinterView, { text, language }: Speaker): ShownState {
  const { device } = printer;
  const detail = device.message ?? reasonsInWords(device.reasons, language);
  const detailed = detail === '' ? {} : { detail };
  if (!printer.accepting) return { word: text('printer-closed'), tone: 'bad', ...detailed };
  if (printer.paused) return { word: text('printer-paused'), tone: 'warn', ...detailed };
  if (device.state === 'unreachable') return { word: text('printer-unreachable'), tone: 'bad', ...detailed };
  if (device.state === 'stopped') return { word: text('printer-stopped'), tone: 'bad', ...detailed };
  if (printer.printing || device.state === 'processing')
    return { word: text('printer-printing'), tone: 'busy', ...detailed };
  return { word: text('printer-ready'), tone: 'good', ...detailed };
}

function reasonsInWords(reasons: readonly string[], language: Language): string {
  const labels = labelsIn(language);
  return reasons
    .map((reason) => reason.replace(/-(error|warning|report)$/, ''))
    .filter((reason) => reason !== 'none')
    .map((reason) => labels.get(`printer-state-reasons.${reason}`) ?? reason.replaceAll('-', ' '))
    .join('; ');
}

export function jobState(job: Job, { text }: Speaker): ShownState {
  const [id, tone] = stateOf(job);
  return { word: text(id), tone };
}

type State = readonly [word: PlainTextId, tone: ShownState['tone']];

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

/** "iso_a4_210x297mm" → "A4 (210 × 297 mm)" (PWG 5101.1 §5). */
export function mediaInWords(name: string): string {
  const [, plain, width, height, unit] = /^[^_]+_(.+)_([\d.]+)x([\d.]+)(mm|in)$/.exec(name) ?? [];
  if (plain === undefined || width === undefined || height === undefined || unit === undefined) return name;
  const short = plain.length <= 3 ? plain.toUpperCase() : plain.charAt(0).toUpperCase() + plain.slice(1);
  return `${short.replaceAll('-', ' ')} (${width} × ${height} ${unit})`;
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
