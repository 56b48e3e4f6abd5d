import type { PrinterView } from '../jobs/index.ts';
import { shownUri } from '../model/shown-uri.ts';
import type { Answer, NotFound, PrinterArgs } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { matcherOf } from './glob.ts';
import type { PrinterLine, PrinterState } from './views.ts';

type PrinterAnswer = Answer<{ readonly printer: PrinterLine }>;

export function listPrinters(
  deps: AdminDeps,
  { patterns }: { readonly patterns?: readonly string[] },
): Answer<{ readonly printers: readonly PrinterLine[] }> {
  const selected = matcherOf(patterns);
  const printers = deps.jobs.printers().filter((view) => selected(view.settings.name));
  return { kind: 'done', printers: printers.map(printerLine) };
}

export async function pausePrinter(deps: AdminDeps, args: PrinterArgs): Promise<PrinterAnswer> {
  if (args.dryRun !== true) await deps.jobs.pause(args.printer);
  return printerNow(deps, args.printer);
}

export async function resumePrinter(deps: AdminDeps, args: PrinterArgs): Promise<PrinterAnswer> {
  if (args.dryRun !== true) await deps.jobs.resume(args.printer);
  return printerNow(deps, args.printer);
}

/** Names those that there are, because a printer's name is seldom remembered to the letter. */
export function noPrinter(deps: AdminDeps, name: string): NotFound {
  const names = deps.jobs.printers().map((view) => view.settings.name);
  return {
    kind: 'not-found',
    what: `There is no printer "${name}"; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}.`,
  };
}

function printerNow(deps: AdminDeps, name: string): PrinterAnswer {
  const view = deps.jobs.printer(name);
  return view === undefined ? noPrinter(deps, name) : { kind: 'done', printer: printerLine(view) };
}

function printerLine(view: PrinterView): PrinterLine {
  const { settings, device, accepting, queued } = view;
  return {
    name: settings.name,
    info: settings.info,
    location: settings.location,
    device: shownUri(settings.device),
    state: stateOf(view),
    accepting,
    queued,
    reasons: device.reasons,
    ...(device.message === undefined ? {} : { message: device.message }),
  };
}

/** What an operator did comes first, then what keeps the device from printing, then what it does. */
function stateOf({ paused, printing, device }: PrinterView): PrinterState {
  if (paused) return 'paused';
  if (device.state === 'stopped' || device.state === 'unreachable') return device.state;
  return printing ? 'processing' : device.state;
}
