import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import type { UsersRule } from '../../src/config/index.ts';
import { createDevice, type Device, parseDeviceUri } from '../../src/forward/index.ts';
import {
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  naturalLanguage,
} from '../../src/ipp/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { identifier } from './identifier.ts';
import { call, type PostOptions, type RequestParts, requestMessage, startTestServer } from './ipp-client.ts';
import { demo, openTestService, type TestService } from './print-service.ts';

export interface ChargeOptions {
  readonly printers?: readonly PrinterSettings[];
  readonly users?: Partial<UsersRule>;
  /** Whoever comes from here is believed; a claimed name otherwise. */
  readonly believed?: boolean;
  readonly language?: 'en' | 'de' | 'fr' | 'es';
}

export const prices = { job: 0, impression: 500, sheet: 100, colour: 2_000 };
const template: AccountPolicy = { mode: 'balance', overdraft: 0, limits: {} };

/** The IPP face over the whole life of jobs: real sockets, real accounts, a printer that writes into a folder. */
export class ChargeServer {
  readonly port: number;
  readonly service: TestService;
  readonly folder: string;
  readonly #stop: () => Promise<void>;

  private constructor(port: number, service: TestService, folder: string, stop: () => Promise<void>) {
    this.port = port;
    this.service = service;
    this.folder = folder;
    this.#stop = stop;
  }

  static async open({
    believed = true,
    language = 'en',
    ...options
  }: ChargeOptions = {}): Promise<ChargeServer> {
    const folder = await mkdtemp(join(tmpdir(), 'platen-charge-'));
    const openDevice = (text: string): Device => {
      const uri = parseDeviceUri(text.startsWith('quote:') ? text : `file:${folder}/out/`);
      if (uri === undefined) throw new Error(`no device at ${text}`);
      return createDevice({ uri, capabilities: {}, clock: systemClock });
    };
    const levels = ['claimed', 'trusted-server'] as const;
    const printer = { ...demo, prices, identity: { levels } };
    const service = await openTestService({
      device: openDevice(''),
      devices: (settings) => openDevice(settings.device),
      printers: options.printers ?? [printer],
      users: { template, ...options.users },
    });
    const server = await startTestServer(
      {},
      {
        jobs: service.jobs,
        identifier: identifier(believed ? { trustedServers: ['127.0.0.1'] } : {}),
        speech: { language, currency: { code: 'EUR', digits: 2 } },
      },
    );
    return new ChargeServer(server.port, service, folder, server.stop);
  }

  /** `amount` is 1/10 000 of the currency unit. */
  async user(name: string, policy: Partial<AccountPolicy>, amount = 0): Promise<void> {
    const opening = amount === 0 ? undefined : { amount, by: 'test' };
    const account = { name, policy: { ...template, ...policy }, at: systemClock.now(), opening };
    await this.service.store.makeAccount(account);
  }

  async ask(
    parts: RequestParts & { readonly language?: string },
    options: PostOptions = {},
  ): Promise<IppMessage> {
    const request = requestMessage(parts);
    const [operation, ...others] = request.groups;
    const language: IppAttribute = {
      name: 'attributes-natural-language',
      values: [naturalLanguage(parts.language ?? 'en')],
    };
    const attributes = new Map([...(operation?.attributes ?? []), [language.name, language]]);
    const groups = [{ tag: groupTags.operation, attributes }, ...others];
    return (await call(this.port, { ...request, groups }, options)).message;
  }

  /** Documents that have come out. */
  async printed(): Promise<readonly string[]> {
    const files = await readdir(join(this.folder, 'out')).catch(() => []);
    return files.filter((file) => !file.endsWith('.json'));
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.service.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function said(message: IppMessage, name: Parameters<typeof firstString>[1]): string | undefined {
  return firstString(groupOf(message, groupTags.operation), name);
}

/** A text of an attribute that is not registered. */
export function textOf(message: IppMessage, tag: number, name: string): string | undefined {
  const value = groupOf(message, tag)?.get(name)?.values[0];
  const plain = value !== undefined && 'value' in value ? value.value : undefined;
  return typeof plain === 'string' || typeof plain === 'number' ? String(plain) : undefined;
}
