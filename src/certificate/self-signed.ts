import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
// The dependency injection of the next import asks for it.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const dayMs = 86_400_000;
/** Apple's systems take no certificate of a server that is valid for longer (Apple HT210176). */
const validDays = 825;
/** Clocks of clients go wrong by some hours. */
const backdatedMs = dayMs;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const serverAuth = '1.3.6.1.5.5.7.3.1';

export interface SelfSignedRequest {
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for these names and addresses that vouches for itself, with its key; both PEM. */
export async function makeSelfSigned({ names, nowMs }: SelfSignedRequest): Promise<SelfSigned> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [names[0] ?? 'platen'] }, { O: ['Platen'] }],
    notBefore: new Date(nowMs - backdatedMs),
    notAfter: new Date(nowMs + validDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map(alternativeName)),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(key, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}

function alternativeName(value: string): x509.JsonGeneralName {
  return { type: isIP(value) === 0 ? 'dns' : 'ip', value };
}
