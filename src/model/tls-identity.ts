/** What a server proves itself with in TLS; all of it PEM. */
export interface TlsIdentity {
  readonly key: string;
  /** The certificate, and those that lead from it towards its root. */
  readonly cert: string;
  /** Certificates that vouch for clients; without them no client is asked for one. */
  readonly clientCa?: string;
  /** Revocation lists of those. */
  readonly clientCrl?: string;
}
