/** How well it is known who prints, weakest first. A printer says which levels it takes. */
export const identityLevels = [
  'claimed',
  'host',
  'trusted-server',
  'token',
  'password',
  'certificate',
  'local',
] as const;
export type IdentityLevel = (typeof identityLevels)[number];

/** Whom a job belongs to when the client names nobody (RFC 8011 §9.3 leaves it to us; cupsd does the same). */
export const anonymous = 'anonymous';

/** Who did something, how it is known, and the proof (an address, a certificate's name; never a secret). */
export interface Identity {
  /** Normalised name; '' when the client named nobody. */
  readonly name: string;
  readonly level: IdentityLevel;
  readonly proof: string;
  /** May administer printers and other people's jobs. */
  readonly operator: boolean;
}

/** Who does something to a job, and what is said about it. */
export interface Actor extends Identity {
  /** Of an operator, for the owner of the job (job-message-from-operator); null: that there is no message. */
  readonly says?: string | null;
}

/** Whether `level` proves a name at least as well as `least`. */
export function isAsGood(level: IdentityLevel, least: IdentityLevel): boolean {
  return identityLevels.indexOf(level) >= identityLevels.indexOf(least);
}
