import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../base/fault.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { Log } from '../logging/index.ts';
import { labelsOf } from './labels.ts';
import type { Announced, Place, Publisher, Service } from './service.ts';
import { servicesOf } from './txt-record.ts';

export interface AvahiOptions extends Place {
  /** Mostly /etc/avahi/services, which Avahi watches. */
  readonly folder: string;
  readonly log: Log;
  readonly named: (printer: string, label: string) => void;
}

const ours = /^platen-.+\.service$/;

/** Announces printers through Avahi, by one file a printer. Avahi itself settles conflicts of names. */
export class AvahiPublisher implements Publisher {
  readonly #options: AvahiOptions;
  /** One after the other. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: AvahiOptions) {
    this.#options = options;
  }

  publish(printers: readonly Announced[]): void {
    const labels = labelsOf(printers);
    const files = new Map(
      printers.map((announced) => {
        const label = labels.get(announced.printer) ?? announced.printer;
        this.#options.named(announced.printer, label);
        return [fileName(announced.printer), serviceFile(label, servicesOf(announced, this.#options))];
      }),
    );
    this.#writing = this.#writing.then(() => this.#write(files));
  }

  async stop(): Promise<void> {
    await this.#writing;
    await this.#write(new Map());
  }

  async #write(files: ReadonlyMap<string, string>): Promise<void> {
    const { folder, log } = this.#options;
    try {
      await mkdir(folder, { recursive: true });
      // Those of a run that was killed, too.
      const stale = (await readdir(folder)).filter((name) => ours.test(name) && !files.has(name));
      for (const name of stale) await rm(join(folder, name), { force: true });
      for (const [name, text] of files) await replaceFile(join(folder, name), text, 0o644);
    } catch (error) {
      log.warn('printers not announced through Avahi', { folder, why: messageOf(error) });
    }
  }
}

/** Names of printers need no quoting in a path. */
function fileName(printer: string): string {
  return `platen-${printer}.service`;
}

/** As avahi.service(5) wants it. */
function serviceFile(label: string, services: readonly Service[]): string {
  return [
    '<?xml version="1.0" standalone="no"?>',
    '<!DOCTYPE service-group SYSTEM "avahi-service.dtd">',
    '<!-- Written by Platen, and removed when it ends. -->',
    '<service-group>',
    `  <name replace-wildcards="no">${escaped(label)}</name>`,
    ...services.flatMap(serviceElement),
    '</service-group>',
    '',
  ].join('\n');
}

function serviceElement({ type, subtypes, port, txt }: Service): readonly string[] {
  return [
    '  <service>',
    `    <type>${type}</type>`,
    ...subtypes.map((subtype) => `    <subtype>${subtype}._sub.${type}</subtype>`),
    `    <port>${port}</port>`,
    ...txt.map((text) => `    <txt-record>${escaped(text)}</txt-record>`),
    '  </service>',
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
