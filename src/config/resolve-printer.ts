import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PrinterSettings } from '../model/printer.ts';
import { builtInRules, type PrinterRules, type PrinterRulesInFile } from './schema/built-in-rules.ts';
import { filePathOf, schemeOf } from './schema/device-uri.ts';
import type { PrinterInFile } from './schema/printers.ts';

/** What holds for a printer: its own rules, else those of `defaults`, else the built-in ones. */
export function resolvePrinter(
  printer: PrinterInFile,
  defaults: PrinterRulesInFile,
  file: string,
): PrinterSettings {
  return {
    name: printer.name,
    info: printer.info,
    location: printer.location,
    ...(printer.uuid === undefined ? {} : { uuid: printer.uuid.toLowerCase() }),
    ...(printer.geoLocation === undefined ? {} : { geoLocation: printer.geoLocation }),
    device: resolveDevice(printer.device, file),
    ...mergeRules(mergeRules(builtInRules, defaults), printer),
  };
}

function mergeRules(base: PrinterRules, over: PrinterRulesInFile): PrinterRules {
  return {
    prices: { ...base.prices, ...over.prices },
    unknownCount: over.unknownCount ?? base.unknownCount,
    refusals: over.refusals ?? base.refusals,
    onError: { ...base.onError, ...over.onError },
    afterCrash: over.afterCrash ?? base.afterCrash,
    afterPartial: over.afterPartial ?? base.afterPartial,
    cancelled: over.cancelled ?? base.cancelled,
    overrun: over.overrun ?? base.overrun,
    answerWithinMs: { ...base.answerWithinMs, ...over.answerWithinMs },
    dnsSd: over.dnsSd ?? base.dnsSd,
    tls: over.tls ?? base.tls,
    identity: { ...base.identity, ...over.identity },
    mandatoryJobAttributes: over.mandatoryJobAttributes ?? base.mandatoryJobAttributes,
    release: { ...base.release, ...over.release },
    documentOctetsMax: over.documentOctetsMax ?? base.documentOctetsMax,
    jobImpressionsMax: over.jobImpressionsMax ?? base.jobImpressionsMax,
    capabilities: { ...base.capabilities, ...over.capabilities },
  };
}

/** `file:` names a folder relative to the configuration; the others stay as they are written. */
function resolveDevice(device: string, file: string): string {
  const path = schemeOf(device) === 'file' ? filePathOf(device) : undefined;
  if (path === undefined) return device;
  const { href } = pathToFileURL(resolve(dirname(file), path));
  return href.endsWith('/') ? href : `${href}/`;
}
