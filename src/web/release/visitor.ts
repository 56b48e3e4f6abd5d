import type { Request } from 'express';
import { type Evidence, type Identifier, mayCarryPassword, peerCertificateOf } from '../../identity/index.ts';
import type { Identity } from '../../model/identity.ts';

/** Who looks at a page of their own, or why nobody may yet. */
export type Visitor =
  | { readonly kind: 'known'; readonly identity: Identity }
  | {
      readonly kind: 'nobody' | 'not-encrypted' | 'no-passwords' | 'wrong-password' | 'too-many-failures';
    };

/** A name that is only claimed opens no page; whoever is known by address or certificate types no password. */
export async function visitorOf(request: Request, identifier: Identifier): Promise<Visitor> {
  const evidence = evidenceOf(request);
  const identified = await identifier.identify(evidence);
  switch (identified.kind) {
    case 'wrong-password':
    case 'too-many-failures':
      return { kind: identified.kind };
    case 'wrong-token':
      return { kind: 'nobody' };
    case 'known':
      return visitorKnown(identified.identity, identifier, evidence);
  }
}

function visitorKnown(identity: Identity, identifier: Identifier, evidence: Evidence): Visitor {
  const isNamed = identity.level !== 'claimed' && identity.level !== 'trusted-server';
  if (isNamed) return { kind: 'known', identity };
  if (!identifier.takesPasswords) return { kind: 'no-passwords' };
  return mayCarryPassword(evidence) ? { kind: 'nobody' } : { kind: 'not-encrypted' };
}

function evidenceOf({ socket, secure, headers }: Request): Evidence {
  const certificate = peerCertificateOf(socket);
  return {
    local: false,
    address: socket.remoteAddress ?? '',
    secure,
    claimed: '',
    authorization: headers.authorization,
    ...(certificate === undefined ? {} : { certificate }),
  };
}
