/*
 * adapter.json: what the program in CUPS' backend directory must know while the server is away. `platen cups install` and
 * `attach` write it, the program reads it at every job; unknown keys are left alone, so that either may be newer.
 */

export const serverDownPolicies = ['closed', 'hold', 'open'] as const;
export type ServerDownPolicy = (typeof serverDownPolicies)[number];

/** What becomes of a job when the server cannot be asked. */
export interface ServerDownRule {
  /** `closed`: CUPS tries again, up to its limit · `hold`: kept until it is released · `open`: printed, and told later. */
  readonly policy: ServerDownPolicy;
  /** `open` only: jobs of one user within an hour, so many at most. */
  readonly jobsPerHour: number;
  /** `open` only: octets of the documents of one user within an hour. */
  readonly octetsPerHour: number;
}

export type AdapterServer =
  | { readonly kind: 'socket'; readonly path: string }
  | {
      readonly kind: 'https';
      /** https://HOST:PORT */
      readonly url: string;
      /** PEM file of the authority that is trusted, and of no other. */
      readonly ca: string;
      /** File that holds the token. */
      readonly token: string;
    };

export interface AdapterSettings {
  /** Made once at the installation; a part of the key of every job. */
  readonly instance: string;
  readonly server: AdapterServer;
  /** host:port at which the server itself prints: a queue that wraps one of them would be charged twice. */
  readonly ownAddresses: readonly string[];
  /** CUPS' user and group: what a backend of mode 0755 runs as. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** Folder of journal and notes; only the program's own user may enter. */
  readonly folder: string;
  readonly journal: JournalLimits;
  readonly serverDown: ServerDownRule;
  /** Rules of single queues. */
  readonly queues: Readonly<Record<string, ServerDownRule>>;
}

export interface JournalLimits {
  /** Jobs that have printed and are not yet in the books. */
  readonly entries: number;
  /** Octets of one document; a larger one could not be counted afterwards and is treated as `closed`. */
  readonly documentOctets: number;
  /** Octets of all documents. */
  readonly octets: number;
}

const mebi = 1024 * 1024;

export const defaultServerDown: ServerDownRule = {
  policy: 'closed',
  jobsPerHour: 5,
  octetsPerHour: 50 * mebi,
};
export const defaultJournalLimits: JournalLimits = {
  entries: 1_000,
  documentOctets: 100 * mebi,
  octets: 1024 * mebi,
};

/** A printer's rule, else that of all. */
export function serverDownOf(settings: AdapterSettings, queue: string): ServerDownRule {
  return Object.hasOwn(settings.queues, queue)
    ? (settings.queues[queue] ?? settings.serverDown)
    : settings.serverDown;
}

/** The settings, or what is wrong with them. By hand and not by a schema: the program that reads it is to start fast. */
export function parseAdapterSettings(value: unknown): AdapterSettings | string {
  const found = new Reader(value);
  const settings: AdapterSettings = {
    instance: found.text('instance'),
    server: found.server(),
    ownAddresses: found.texts('ownAddresses'),
    user: found.user(),
    folder: found.text('folder'),
    journal: found.journal(),
    serverDown: found.rule(found.field('serverDown'), 'serverDown'),
    queues: found.queues(),
  };
  return found.problem ?? settings;
}

class Reader {
  /** The first thing that is wrong; what is read after it does not matter. */
  problem: string | undefined;
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    this.#fields = fieldsOf(value);
  }

  field(name: string): unknown {
    return this.#fields.get(name);
  }

  text(name: string, of: ReadonlyMap<string, unknown> = this.#fields): string {
    const value = of.get(name);
    if (typeof value === 'string' && value !== '') return value;
    return this.#wrong(name, 'a text', '');
  }

  texts(name: string): readonly string[] {
    const value = this.#fields.get(name);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
    return this.#wrong(name, 'a list of texts', []);
  }

  server(): AdapterServer {
    const server = fieldsOf(this.field('server'));
    if (server.has('socket')) return { kind: 'socket', path: this.text('socket', server) };
    const url = this.text('url', server);
    // Plain HTTP would show documents and the token to the network.
    if (!url.startsWith('https://')) this.#wrong('server.url', 'an https:// URL', '');
    return { kind: 'https', url, ca: this.text('ca', server), token: this.text('token', server) };
  }

  user(): AdapterSettings['user'] {
    const user = fieldsOf(this.field('user'));
    return { uid: this.#count(user, 'uid', undefined), gid: this.#count(user, 'gid', undefined) };
  }

  journal(): JournalLimits {
    const limits = fieldsOf(this.field('journal'));
    return {
      entries: this.#count(limits, 'entries', defaultJournalLimits.entries),
      documentOctets: this.#count(limits, 'documentOctets', defaultJournalLimits.documentOctets),
      octets: this.#count(limits, 'octets', defaultJournalLimits.octets),
    };
  }

  rule(value: unknown, name: string): ServerDownRule {
    if (value === undefined) return defaultServerDown;
    const rule = fieldsOf(value);
    const policy = serverDownPolicies.find((known) => known === rule.get('policy'));
    if (policy === undefined)
      return this.#wrong(`${name}.policy`, serverDownPolicies.join(', '), defaultServerDown);
    return {
      policy,
      jobsPerHour: this.#count(rule, 'jobsPerHour', defaultServerDown.jobsPerHour),
      octetsPerHour: this.#count(rule, 'octetsPerHour', defaultServerDown.octetsPerHour),
    };
  }

  queues(): Readonly<Record<string, ServerDownRule>> {
    const queues = [...fieldsOf(this.field('queues'))];
    return Object.fromEntries(queues.map(([name, rule]) => [name, this.rule(rule, `queues.${name}`)]));
  }

  #count(of: ReadonlyMap<string, unknown>, name: string, otherwise: number | undefined): number {
    const value = of.get(name) ?? otherwise;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    return this.#wrong(name, 'a whole number', 0);
  }

  #wrong<Value>(name: string, expected: string, instead: Value): Value {
    this.problem ??= `"${name}" must be ${expected}`;
    return instead;
  }
}

/** Fields of an object; none of anything else. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** The file as it is written: the shape that parseAdapterSettings reads. */
export function adapterSettingsText(settings: AdapterSettings): string {
  const { server } = settings;
  const written =
    server.kind === 'socket'
      ? { socket: server.path }
      : { url: server.url, ca: server.ca, token: server.token };
  return `${JSON.stringify({ ...settings, server: written }, undefined, 2)}\n`;
}

/** Beside CUPS' own configuration, whose folder every backend is told: several cupsd have settings of their own. */
export function adapterSettingsPath(serverRoot: string): string {
  return `${serverRoot}/platen/adapter.json`;
}
