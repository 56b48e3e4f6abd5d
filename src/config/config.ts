import type { AccountPolicy } from '../model/account.ts';
import type { IdentityLevel } from '../model/identity.ts';
import type { ListenAddress } from '../model/listen.ts';
import type { Amount } from '../model/money.ts';
import type { PrinterSettings } from '../model/printer.ts';
import type { Language } from '../model/sentences/languages.ts';

/** The whole configuration, checked, completed with defaults and frozen. Paths are absolute, secrets are read. */
export interface Config {
  /** The file it came from. */
  readonly file: string;
  /** At least one. */
  readonly listen: readonly ListenAddress[];
  /** Folder of spool, embedded store and control socket. */
  readonly data: string;
  readonly tls: TlsConfig;
  readonly dnsSd: DnsSdConfig;
  readonly identity: IdentityConfig;
  readonly store: StoreConfig;
  readonly users: UsersRule;
  /** Spoken to clients that ask for a language which the server does not have. */
  readonly language: Language;
  readonly currency: Currency;
  /** Answers for `/` and CUPS-Get-Default; the first printer does when it is absent. */
  readonly defaultPrinter?: string;
  /** At least one, in the order of the file. */
  readonly printers: readonly PrinterSettings[];
  readonly documentUris: DocumentUrisConfig;
  readonly counting: CountingConfig;
  readonly spool: SpoolConfig;
  /** Milliseconds that what is being relayed may take to end after SIGTERM. */
  readonly stopWithinMs: number;
  readonly logging: LoggingConfig;
  readonly limits: ServerLimits;
  readonly adapter: AdapterConfig;
  readonly cups: CupsConfig;
}

/** How the adapter of CUPS queues reaches the server, and how long it is waited for. */
interface AdapterConfig {
  readonly socket: string;
  /** Name or number of the group that may use the socket; nobody but its owner when absent. */
  readonly group?: string;
  readonly tokens: readonly AdapterToken[];
  readonly openAttemptMs: number;
  readonly retryWaitMs: number;
}

export interface AdapterToken {
  readonly name: string;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
}

interface CupsConfig {
  /** Printer by the name of the CUPS queue, where the two differ. */
  readonly queues: Readonly<Record<string, string>>;
}

/** How printers are announced. */
export interface DnsSdConfig {
  readonly enabled: boolean;
  /** Names; all when absent. */
  readonly interfaces?: readonly string[];
  /** One label; the machine's own when absent. */
  readonly hostname?: string;
  /** Absolute; announced by files for Avahi in this folder. */
  readonly avahiServices?: string;
}

/** Files are absolute. */
export interface TlsConfig {
  readonly enabled: boolean;
  /** PEM; without the two a self-signed certificate is made and kept in the data folder. */
  readonly certificate?: string;
  readonly key?: string;
  /** PEM; certificates that vouch for clients. */
  readonly clientCa?: string;
  /** PEM; what of it those that vouch for clients have revoked. */
  readonly clientCrl?: string;
  /** Names and addresses that a self-signed certificate is for, besides those of this machine. */
  readonly names: readonly string[];
}

/** Who is believed to be whom. */
export interface IdentityConfig {
  /** Users who may administer over the network, once they are known well enough. */
  readonly operators: readonly string[];
  /** How an operator's name must be known at least. */
  readonly operatorLevel: IdentityLevel;
  /** Whoever comes from this machine itself is an operator. */
  readonly loopbackOperators: boolean;
  /** Addresses and networks whose requesting-user-name is believed. */
  readonly trustedServers: readonly string[];
  /** Names of client certificates whose requesting-user-name is believed. */
  readonly trustedCertificates: readonly string[];
  /** Address or network → the one who sits there; the first that fits. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly ldap?: LdapConfig;
}

/** A directory that knows the passwords of people. */
export interface LdapConfig {
  /** `ldap://…` or `ldaps://…`. */
  readonly url: string;
  /** `ldap:` goes on by TLS before anything is said. */
  readonly startTls: boolean;
  /** The name of an entry with `{user}` in it, where names are made by a rule. */
  readonly userDn?: string;
  /** Else the entry is looked for first. */
  readonly search?: {
    readonly base: string;
    /** With `{user}` in it, such as `(sAMAccountName={user})`. */
    readonly filter: string;
    /** As whom it is looked for; without it as nobody. */
    readonly bindDn?: string;
    readonly bindPassword?: string;
  };
  /** File with certificates that vouch for the directory, PEM. */
  readonly ca?: string;
  /** Milliseconds for an answer. */
  readonly timeoutMs: number;
}

export type StoreConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'memory' }
  | {
      readonly kind: 'mongo';
      readonly uri: string;
      readonly database: string;
      /** Milliseconds to find a usable server before the store counts as away. */
      readonly selectTimeoutMs: number;
    };

export interface UsersRule {
  /** A name without an account: made from the template, refused, or printed without an account. */
  readonly unknown: 'create' | 'deny' | 'allow';
  /** Policy of accounts that are made by themselves. */
  readonly template: AccountPolicy;
  /** What such an account is granted when it is made. */
  readonly openingBalance: Amount;
  readonly normalise: NameRules;
}

/** How the names that clients send become the names of accounts. */
export interface NameRules {
  readonly case: 'lower' | 'keep';
  /** `DOMAIN\user` → `user`. */
  readonly stripDomain: boolean;
  /** `user@realm` → `user`. */
  readonly stripRealm: boolean;
}

export interface Currency {
  /** ISO 4217. */
  readonly code: string;
  /** Decimals shown at least; 0..4. */
  readonly digits: number;
}

/** From where Print-URI and Send-URI may fetch documents; the shape is what server/ asks for. */
export interface DocumentUrisConfig {
  /** `HOST` or `HOST:PORT`. None: the two operations are not offered. */
  readonly allowedHosts: readonly string[];
  readonly idleMs: number;
  readonly withinMs: number;
}

/** Limits of counting; the shape is what documents/ asks for. */
export interface CountingConfig {
  readonly workerTimeMs: number;
  readonly workerHeapMib: number;
  readonly drawTimeMs: number;
  readonly drawPagesMax: number;
  readonly drawMemoryMib: number;
  readonly workers: number;
  readonly ghostscript: GhostscriptConfig;
}

/** The program that runs PostScript for counting. */
interface GhostscriptConfig {
  /** Absolute path, `auto` or `off`. */
  readonly program: string;
  readonly timeMs: number;
  readonly memoryMib: number;
}

export interface SpoolConfig {
  /** Documents up to this size stay in memory and in the job record. */
  readonly inMemoryOctetsMax: number;
  /** Free space of the data folder below which new jobs are refused. */
  readonly freeOctetsMin: number;
}

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
type LogLevel = (typeof logLevels)[number];

export interface LoggingConfig {
  readonly level: LogLevel;
  /** Also written here, as JSON lines; stderr only when absent. */
  readonly file?: string;
  readonly fileOctetsMax: number;
  readonly filesMax: number;
}

export interface ServerLimits {
  /** Connections at once, all clients together. */
  readonly connectionsMax: number;
  /** Of one remote address; loopback is exempt. */
  readonly connectionsPerAddressMax: number;
  /** Octets of an IPP message before the document. */
  readonly headerOctetsMax: number;
  /** Milliseconds without one octet after which an upload is given up. */
  readonly uploadIdleMs: number;
  readonly openJobsPerPrinterMax: number;
  /** Milliseconds that a Create-Job may wait for its document (multiple-operation-time-out). */
  readonly documentWaitMs: number;
}
