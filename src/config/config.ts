import type { AccountPolicy } from '../model/account.ts';
import type { IdentityLevel } from '../model/identity.ts';
import type { ListenAddress } from '../model/listen.ts';
import type { Amount } from '../model/money.ts';
import type { PrinterSettings } from '../model/printer.ts';

/** The whole configuration, checked, completed with defaults and frozen. Paths are absolute, secrets are read. */
export interface Config {
  /** The file it came from. */
  readonly file: string;
  /** At least one. */
  readonly listen: readonly ListenAddress[];
  /** Folder of spool, embedded store and control socket. */
  readonly data: string;
  readonly tls: TlsConfig;
  readonly identity: IdentityConfig;
  readonly store: StoreConfig;
  readonly users: UsersRule;
  readonly currency: Currency;
  /** Answers for `/` and CUPS-Get-Default; the first printer does when it is absent. */
  readonly defaultPrinter?: string;
  /** At least one, in the order of the file. */
  readonly printers: readonly PrinterSettings[];
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

/** Files are absolute. */
export interface TlsConfig {
  readonly enabled: boolean;
  /** PEM; without the two a self-signed certificate is made and kept in the data folder. */
  readonly certificate?: string;
  readonly key?: string;
  /** PEM; certificates that vouch for clients. */
  readonly clientCa?: string;
  /** Names and addresses that a self-signed certificate is for, besides those of this machine. */
  readonly names: readonly string[];
}

/** Who is believed to be whom; the shape is what identity/ asks for, but that `ldap.ca` is the path of a file. */
export interface IdentityConfig {
  readonly operators: readonly string[];
  readonly operatorLevel: IdentityLevel;
  readonly loopbackOperators: boolean;
  readonly trustedServers: readonly string[];
  readonly trustedCertificates: readonly string[];
  readonly hosts: Readonly<Record<string, string>>;
  readonly ldap?: LdapConfig;
}

interface LdapConfig {
  readonly url: string;
  readonly userDn?: string;
  readonly search?: {
    readonly base: string;
    readonly filter: string;
    readonly bindDn?: string;
    readonly bindPassword?: string;
  };
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
