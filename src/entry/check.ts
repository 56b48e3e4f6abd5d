import type { CheckReport } from '../cli/index.ts';
import { type Config, type Environment, loadConfig } from '../config/index.ts';
import { formatListenAddress } from '../model/listen.ts';
import { formatAmount } from '../model/money.ts';
import type { PrinterSettings } from '../model/printer.ts';

/** `platen check`: reads the file, opens nothing. */
export function checkConfig(file: string, environment: Environment): CheckReport {
  const loaded = loadConfig(file, environment.variables);
  if (loaded.kind === 'invalid') return { problems: loaded.problems, warnings: [], summary: [] };
  return { problems: [], warnings: loaded.warnings, summary: summaryOf(loaded.config) };
}

function summaryOf(config: Config): readonly string[] {
  const { currency } = config;
  return [
    `Listens on ${config.listen.map(formatListenAddress).join(', ')}.`,
    `Keeps its data in ${config.data}, its accounts in the ${config.store.kind} store.`,
    `Unknown users: ${config.users.unknown}.`,
    ...config.printers.map((printer) => {
      const { name, prices } = printer;
      const impression = `${formatAmount(prices.impression, currency.digits)} ${currency.code}`;
      return `Printer ${name} ${wayOf(printer)}; an impression costs ${impression}.`;
    }),
  ];
}

function wayOf({ device, release: { by, at } }: PrinterSettings): string {
  const isQueue = device === 'release:';
  if (by === 'nobody') return `sends to ${device}`;
  const who = by === 'owner' ? 'their owner or an operator' : 'an operator';
  const places = [...(isQueue ? [] : [device]), ...at].join(', ');
  return `keeps jobs until ${who} releases them at ${places}`;
}
