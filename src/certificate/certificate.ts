import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../base/clock.ts';
import { messageOf, PrintServerError } from '../base/fault.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { TlsIdentity } from '../model/tls-identity.ts';

import { ownNames } from './own-names.ts';
import { makeSelfSignedApart } from './self-signed-apart.ts';

export interface CertificateSource {
  /** Both, or neither: then one is made and kept in `folder`. */
  readonly certificate?: string;
  readonly key?: string;
  readonly clientCa?: string;
  readonly clientCrl?: string;
  /** Further names for a certificate that is made. */
  readonly names: readonly string[];
  readonly folder: string;
}

export interface ServerCertificate {
  readonly identity: TlsIdentity;
  /** Milliseconds since 1970 at which it ends. */
  readonly endsAt: number;
  /** Changes when a file does that it was read from. */
  readonly version: string;
}

const dayMs = 86_400_000;
/** One that is made by ourselves is made anew this long before its end, so that no restart is needed at a holiday. */
const renewalMs = 30 * dayMs;
const keptCertificate = 'tls-certificate.pem';
const keptKey = 'tls-key.pem';

/** Reads the certificate, or makes one. Throws `certificate-unusable` with the file and what to do. */
export async function openCertificate(source: CertificateSource, clock: Clock): Promise<ServerCertificate> {
  const { certificate, key, clientCa, clientCrl } = source;
  const files =
    certificate !== undefined && key !== undefined ? { certificate, key } : await keptFiles(source, clock);
  const identity: TlsIdentity = {
    cert: await textOf(files.certificate),
    key: await textOf(files.key),
    ...(clientCa === undefined ? {} : { clientCa: await textOf(clientCa) }),
    ...(clientCrl === undefined ? {} : { clientCrl: await textOf(clientCrl) }),
  };
  const endsAt = endOf(identity, files, source);
  const read = [files.certificate, files.key, clientCa, clientCrl].filter((file) => file !== undefined);
  return { identity, endsAt, version: (await Promise.all(read.map(versionOf))).join(' ') };
}

type ClientFiles = Pick<CertificateSource, 'clientCa' | 'clientCrl'>;

interface Files {
  readonly certificate: string;
  readonly key: string;
}

/** Those of an earlier start while they fit, else new ones. */
async function keptFiles({ folder, names }: CertificateSource, clock: Clock): Promise<Files> {
  const files = { certificate: join(folder, keptCertificate), key: join(folder, keptKey) };
  const wanted = [...new Set([...ownNames(), ...names])];
  if (await isFit(files, names, clock.now())) return files;
  const made = await makeSelfSignedApart({ names: wanted, nowMs: clock.now() });
  // The key first: a certificate without its key would look complete after a power cut.
  await replaceFile(files.key, made.key);
  await replaceFile(files.certificate, made.cert);
  return files;
}

/** The addresses of a machine come and go; only what the administrator asks for makes a certificate outdated. */
async function isFit(files: Files, names: readonly string[], nowMs: number): Promise<boolean> {
  try {
    const certificate = new X509Certificate(await readFile(files.certificate));
    createSecureContext({ cert: certificate.toString(), key: await readFile(files.key) });
    const isFor = (name: string): boolean =>
      certificate.checkHost(name) !== undefined || certificate.checkIP(name) !== undefined;
    return Date.parse(certificate.validTo) - renewalMs > nowMs && names.every(isFor);
  } catch {
    return false;
  }
}

function endOf({ cert, key, clientCa, clientCrl }: TlsIdentity, files: Files, about: ClientFiles): number {
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw unusable(`${files.certificate} and ${files.key} are no certificate and its key, both PEM`, cause);
  }
  try {
    // OpenSSL reads none in a file that holds something else, and says nothing.
    if (clientCa !== undefined) new X509Certificate(clientCa);
    if (clientCrl !== undefined) createSecureContext({ crl: clientCrl });
  } catch (cause) {
    const named = [about.clientCa, about.clientCrl].filter((file) => file !== undefined).join(' or ');
    throw unusable(`${named} does not hold what vouches for clients, PEM`, cause);
  }
  return Date.parse(new X509Certificate(cert).validTo);
}

function unusable(what: string, cause: unknown): PrintServerError {
  return new PrintServerError('certificate-unusable', `${what} (${messageOf(cause)}).`, { cause });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PrintServerError(
      'certificate-unusable',
      `${file} cannot be read (${messageOf(cause)}); give the server's user the file, or name another one under "tls".`,
      { cause },
    );
  }
}

async function versionOf(file: string): Promise<string> {
  const { mtimeMs, ino, size } = await stat(file);
  return `${mtimeMs}-${ino}-${size}`;
}
