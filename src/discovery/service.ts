import type { IppAttributes } from '../ipp/index.ts';

/** One printer, as far as its announcement depends on it. */
export interface Announced {
  readonly printer: string;
  /** What Get-Printer-Attributes answers for it, without what names a host. */
  readonly attributes: IppAttributes;
  /** Whether it takes TLS, and whether it takes anything else. */
  readonly tls: 'none' | 'optional' | 'required';
  /** What a client must bring along to print. */
  readonly proof: 'none' | 'password' | 'certificate';
}

/** One service of a printer (RFC 6763), as it is registered. */
export interface Service {
  readonly type: '_ipp._tcp' | '_ipps._tcp' | '_printer._tcp' | '_http._tcp';
  readonly subtypes: readonly string[];
  /** 0 keeps the name and offers nothing. */
  readonly port: number;
  /** `key=value`, in the order in which clients would like them. */
  readonly txt: readonly string[];
}

/** Where the services are reached. */
export interface Place {
  /** With its domain, such as `print.local`. */
  readonly host: string;
  readonly port: number;
}

/** Makes announcements known; what was published before and is not among the new ones is taken back. */
export interface Publisher {
  publish(printers: readonly Announced[]): void;
  /** Takes everything back. */
  stop(): Promise<void>;
}
