import { firstString, type IppAttributes } from '../ipp/index.ts';
import type { Identity } from '../model/identity.ts';

export interface Peer {
  /** Came over a Unix socket of ours, whose mode lets only operators in. */
  readonly local: boolean;
  readonly address: string;
}

/** Whom a job belongs to when the client names nobody (RFC 8011 §9.3 leaves it to us; cupsd does the same). */
const nobody = 'anonymous';

/**
 * Who asks. A claimed name is worth no more over loopback than from afar: any program on the machine can claim one, so
 * that only the Unix socket makes an operator.
 */
export function identityOf(
  operation: IppAttributes,
  peer: Peer,
  normalise: (name: string) => string,
): Identity {
  const claimed = normalise(firstString(operation, 'requesting-user-name') ?? '');
  const name = claimed === '' ? nobody : claimed;
  return peer.local
    ? { name, level: 'local', proof: 'unix socket', operator: true }
    : { name, level: 'claimed', proof: peer.address, operator: false };
}
