import { systemClock } from '../../src/base/clock.ts';
import { createDevice, type Device } from '../../src/forward/index.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { type History, printers } from './history-actions.ts';
import { cupsPrinter } from './history-cups.ts';
import { demo } from './print-service.ts';

export const cupsDevice: Device = createDevice({
  uri: { kind: 'cups', text: 'cupspykota:' },
  capabilities: {},
  clock: systemClock,
});

/** Every printer of a history, with its rules. */
export function settingsOf({ rules }: History): readonly PrinterSettings[] {
  const { onError: action, tries, ...others } = rules;
  const onError = { action, tries, delayMs: 1, backoff: 2, delayMaxMs: 4, charge: false };
  const own = {
    lab: { prices: { ...demo.prices, impression: 15_000, job: 500 } },
    safe: { release: { by: 'owner', at: ['demo', 'lab'], expireAfterMinutes: 60 } },
  } as const satisfies Record<string, Partial<PrinterSettings>>;
  const ownOf = (name: string): Partial<PrinterSettings> =>
    name === 'lab' || name === 'safe' ? own[name] : {};
  const made = printers.map((name) => ({ ...demo, ...others, ...ownOf(name), name, onError }));
  const identity = { levels: ['trusted-server'] } as const;
  return [...made, { ...demo, ...others, onError, name: cupsPrinter, device: 'cupspykota:', identity }];
}
