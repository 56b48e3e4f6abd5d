import { clippedText } from '../../base/clipped-text.ts';
import { attribute, dateTime, enums, type IppAttribute } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { type Speech, say, type Words, wordsIn } from '../../model/sentences/sentence.ts';
import { isKeyword } from '../requests/keyword.ts';
import { secondsOf } from './seconds.ts';

/** What may differ from one answer to the next. */
export function liveAttributes(view: PrinterView, nowMs: number, speech: Speech): readonly IppAttribute[] {
  return [
    ...printerStateAttributes(view),
    attribute('printer-state-message', clippedText(wordsIn(stateMessage(view), speech), 1_023)),
    attribute('queued-job-count', view.queued),
    attribute('printer-up-time', secondsOf(nowMs)),
    attribute('printer-current-time', dateTime(nowMs)),
    attribute('printer-state-change-time', secondsOf(view.stateChangedAt)),
    attribute('printer-state-change-date-time', dateTime(view.stateChangedAt)),
  ];
}

/** What an event tells of a printer (RFC 3995 §9.3). */
export function printerStateAttributes(view: PrinterView): readonly IppAttribute[] {
  return [
    attribute('printer-state', printerState(view)),
    attribute('printer-state-reasons', ...stateReasons(view)),
    attribute('printer-is-accepting-jobs', view.accepting),
  ];
}

/** Whether liveAttributes says the same of both; asked at every request, so that nothing is made for it. */
export function isSameLive(
  one: PrinterView,
  other: PrinterView,
  { at, now }: { readonly at: number; readonly now: number },
): boolean {
  return (
    secondsOf(at) === secondsOf(now) &&
    one.queued === other.queued &&
    one.printing === other.printing &&
    one.paused === other.paused &&
    one.accepting === other.accepting &&
    one.stateChangedAt === other.stateChangedAt &&
    one.standing === other.standing &&
    one.device === other.device
  );
}

/** A value of printer-state (RFC 8011 §5.4.11). */
function printerState({ paused, printing, device }: PrinterView): number {
  if (printing) return enums.printerState.processing;
  if (paused || device.state === 'stopped') return enums.printerState.stopped;
  return device.state === 'processing' ? enums.printerState.processing : enums.printerState.idle;
}

export function isStopped(view: PrinterView | undefined): boolean {
  return view !== undefined && printerState(view) === enums.printerState.stopped;
}

function stateReasons({ paused, standing, printing, device }: PrinterView): readonly string[] {
  const reasons = new Set<string>(device.reasons.filter((each) => isKeyword(each) && each !== 'none'));
  // A printer that is shut down is deactivated and pauses as by Pause-Printer-After-Current-Job (RFC 3998 §3.4.1, §3.5.2).
  if (standing.shutDown) reasons.add('shutdown').add('deactivated');
  if (paused) reasons.add(printing ? 'moving-to-paused' : 'paused');
  if (standing.holdsNewJobs) reasons.add('hold-new-jobs');
  if (device.state === 'unreachable') reasons.add('connecting-to-device');
  return reasons.size > 0 ? [...reasons] : ['none'];
}

/** First why an operator has stopped it: `lpstat -p` shows it and no other message (as cupsd, `cupsdisable -r`). */
function stateMessage({ paused, standing, accepting, device }: PrinterView): Words {
  if (standing.reason !== undefined) return standing.reason;
  if (device.message !== undefined) return device.message;
  if (device.state === 'unreachable') return say('device-unreachable');
  if (standing.shutDown) return say('printer-shut-down');
  if (paused) return say('printer-paused');
  if (standing.holdsNewJobs) return say('printer-holds');
  return accepting ? '' : say('printer-closed');
}
