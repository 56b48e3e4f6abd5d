import { uuidOf } from '../../base/ids.ts';
import { printerPath, printerUri, type ServerAddress } from '../address.ts';
import type { Speaker } from '../texts/speaker.tsx';

/**
 * A configuration profile with an AirPrint payload (Apple's com.apple.airprint). iOS adds printers by DNS-SD or by this
 * only: it has no place to type an address. The identifiers are made from the address, so that loading it
 * again replaces the first.
 */
export function appleProfile(printer: string, address: ServerAddress, { text }: Speaker): string {
  const uri = printerUri(address, printer);
  const airPrint = entry({
    IPAddress: address.host,
    ResourcePath: printerPath(printer).slice(1),
    Port: address.port,
    ForceTLS: address.secure,
  });
  const payload = `<dict>${pairs({
    PayloadType: 'com.apple.airprint',
    PayloadVersion: 1,
    PayloadIdentifier: `platen.airprint.${uuidOf(uri)}`,
    PayloadUUID: uuidOf(`airprint ${uri}`),
  })}<key>AirPrint</key><array>${airPrint}</array></dict>`;
  const profile = pairs({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `platen.${uuidOf(uri)}`,
    PayloadUUID: uuidOf(`profile ${uri}`),
    PayloadDisplayName: text('profile-name', { printer }),
    PayloadDescription: text('profile-purpose', { uri }),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<plist version="1.0"><dict>${profile}<key>PayloadContent</key><array>${payload}</array></dict></plist>`,
    '',
  ].join('\n');
}

type PlistValue = string | number | boolean;

function entry(values: Readonly<Record<string, PlistValue>>): string {
  return `<dict>${pairs(values)}</dict>`;
}

function pairs(values: Readonly<Record<string, PlistValue>>): string {
  return Object.entries(values)
    .map(([key, value]) => `<key>${key}</key>${plist(value)}`)
    .join('');
}

function plist(value: PlistValue): string {
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  return `<string>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</string>`;
}
