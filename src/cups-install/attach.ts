import { hostname, networkInterfaces } from 'node:os';
import type { AdapterSettings, ServerDownRule } from '../model/adapter-settings.ts';
import {
  holdsPassword,
  parseAdapterUri,
  withoutCredentials,
  wrapDeviceUri,
} from '../model/cups-device-uri.ts';
import { isOwnAddress } from '../model/own-address.ts';
import type { Finding } from './finding.ts';
import { isInstalledAsRoot, settingsRights } from './install.ts';

import type { CupsPlaces } from './places.ts';
import { type CupsQueue, deviceOf, setDevice } from './queues.ts';
import { writeSettings } from './settings-file.ts';
import { checkWrapped } from './wrapped-check.ts';

export interface AttachRequest {
  readonly places: CupsPlaces;
  readonly settings: AdapterSettings;
  readonly dryRun: boolean;
}

/** Puts the adapter in front of the device of a queue; everything else of the queue stays. */
export async function attach(request: AttachRequest, queue: CupsQueue): Promise<readonly Finding[]> {
  const { places, dryRun } = request;
  const target = parseAdapterUri(queue.uri);
  if (target.kind !== 'invalid') return [{ kind: 'fine', text: `${queue.name} is attached already.` }];
  const uri = await deviceOf(places.serverRoot, queue);
  const why = whyNot(request, queue.name, uri);
  if (why !== undefined) return [why];
  const scheme = uri.slice(0, uri.indexOf(':'));
  const wrapped = checkWrapped(places.backends, scheme, isInstalledAsRoot(places) === true);
  if (wrapped.kind === 'error') return [wrapped];
  if (!dryRun) await setDevice(queue.name, wrapDeviceUri(uri));
  return [
    { kind: 'done', text: `${queue.name} ${dryRun ? 'would print' : 'prints'} through Platen to ${uri}.` },
  ];
}

function whyNot({ settings }: AttachRequest, name: string, uri: string): Finding | undefined {
  if (holdsPassword(uri)) {
    return {
      kind: 'error',
      text: `The device of ${name} holds a password (${withoutCredentials(uri)}). CUPS hides one only in the first part of a URI: wrapped, it would be shown to everybody by lpstat -v.`,
      fix: `lpadmin -p ${name} -v ${withoutCredentials(uri)} -o auth-info-required=username,password, or let the device trust this machine`,
    };
  }
  if (isOwnAddress(uri, settings.ownAddresses, { hostname, networkInterfaces })) {
    return {
      kind: 'error',
      text: `${name} prints to Platen already (${uri}); attached, every job would be charged twice.`,
      fix: `leave it as it is, or give the queue its real device first: lpadmin -p ${name} -v URI`,
    };
  }
  return undefined;
}

/** Gives a queue its own device back. */
export async function detach(queue: CupsQueue, dryRun: boolean): Promise<readonly Finding[]> {
  const target = parseAdapterUri(queue.uri);
  switch (target.kind) {
    case 'invalid':
      return [{ kind: 'fine', text: `${queue.name} is not attached.` }];
    case 'relay':
      return [
        {
          kind: 'error',
          text: `${queue.name} has no device of its own: Platen's printer prints its jobs.`,
          fix: `lpadmin -p ${queue.name} -v URI, or lpadmin -x ${queue.name}`,
        },
      ];
    case 'wrapped':
      if (!dryRun) await setDevice(queue.name, target.uri);
      return [
        { kind: 'done', text: `${queue.name} ${dryRun ? 'would print' : 'prints'} to ${target.uri} itself.` },
      ];
  }
}

/** What becomes of a queue's jobs while the server is away. */
export function setRule(request: AttachRequest, queue: string, rule: ServerDownRule, isRoot: boolean): void {
  const { places, settings } = request;
  const changed = { ...settings, queues: { ...settings.queues, [queue]: rule } };
  const rights = settingsRights(isRoot, isInstalledAsRoot(places) === true, places.user.gid);
  writeSettings(places.serverRoot, changed, rights);
}
