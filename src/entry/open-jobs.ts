import { join } from 'node:path';
import { type Clock, systemClock } from '../base/clock.ts';
import { PrintServerError } from '../base/fault.ts';
import type { Config } from '../config/index.ts';
import { createDocumentCounters } from '../documents/index.ts';
import { createDevice, type Device, deviceSchemes, parseDeviceUri } from '../forward/index.ts';
import { openPrintJobs, type PrintJobs, type Store } from '../jobs/index.ts';
import type { Log } from '../logging/index.ts';
import type { PrinterSettings } from '../model/printer.ts';

/** The life of jobs over a store; without `relay` nothing is sent to devices. */
export function openJobs(config: Config, store: Store, log: Log, relay: boolean): Promise<PrintJobs> {
  return openPrintJobs({
    store,
    counters: createDocumentCounters(config.counting),
    printers: config.printers,
    openDevice: (printer) => openDevice(printer, systemClock),
    users: config.users,
    spool: { ...config.spool, folder: join(config.data, 'spool') },
    limits: config.limits,
    cups: config.adapter,
    clock: systemClock,
    log,
    relay,
  });
}

function openDevice({ name, device, capabilities }: PrinterSettings, clock: Clock): Device {
  const uri = parseDeviceUri(device);
  if (uri === undefined) {
    const known = Object.values(deviceSchemes).map(({ example }) => example);
    throw new PrintServerError(
      'config-invalid',
      `The device of printer ${name}, ${device}, is none of ${known.join(', ')} (without user, query or fragment).`,
    );
  }
  return createDevice({ uri, capabilities, clock });
}
