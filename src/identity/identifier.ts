import type { Clock } from '../base/clock.ts';
import type { IdentityConfig } from '../config/index.ts';
import { anonymous, type Identity, type IdentityLevel, isAsGood } from '../model/identity.ts';
import { AddressSet } from './address-set.ts';
import { Credentials } from './credentials.ts';
import { Passwords } from './passwords.ts';

/** What of the configuration decides who somebody is; the certificates of the directory are read, not named. */
export type IdentityRules = IdentityConfig;

export interface IdentifierOptions extends IdentityRules {
  readonly credentials: Credentials;
  readonly normalise: (name: string) => string;
  readonly clock: Clock;
}

/** What is known of whoever asks, before anything is believed. */
export interface Evidence {
  /** Over a Unix socket of ours, whose mode lets only operators in. */
  readonly local: boolean;
  readonly address: string;
  readonly secure: boolean;
  /** Name in a client certificate that our authorities vouch for. */
  readonly certificate?: string;
  /** The field `Authorization`. */
  readonly authorization?: string | undefined;
  /** From the path of a token URI. */
  readonly token?: string;
  /** requesting-user-name; '' when there is none. */
  readonly claimed: string;
}

export type Identified =
  | { readonly kind: 'known'; readonly identity: Identity }
  | { readonly kind: 'wrong-password' | 'too-many-failures' | 'wrong-token' };

const loopback = new AddressSet(['127.0.0.0/8', '::1']);

/** Says who asks, by the best proof there is. */
export class Identifier {
  readonly #options: IdentifierOptions;
  readonly #passwords: Passwords;
  readonly #operators: ReadonlySet<string>;
  readonly #trusted: AddressSet;
  readonly #hosts: readonly { readonly at: AddressSet; readonly name: string }[];

  constructor(options: IdentifierOptions) {
    this.#options = options;
    this.#passwords = new Passwords(options);
    this.#operators = new Set(options.operators.map((name) => options.normalise(name)));
    this.#trusted = new AddressSet(options.trustedServers);
    this.#hosts = Object.entries(options.hosts).map(([range, name]) => ({
      at: new AddressSet([range]),
      name,
    }));
  }

  /** Whether anybody has a password that could be asked for. */
  get takesPasswords(): boolean {
    return this.#options.ldap !== undefined || this.#options.credentials.hasPasswords;
  }

  /** Whether nobody is known by coming from this address. */
  onlyClaims(address: string): boolean {
    return !this.#trusted.has(address) && !this.#hosts.some(({ at }) => at.has(address));
  }

  /** At once where nothing has to be computed or asked, which is what almost every request is. */
  identify(evidence: Evidence): Identified | Promise<Identified> {
    const { local, certificate, authorization, token } = evidence;
    if (local) return this.#known(evidence.claimed, 'local', 'unix socket');
    if (certificate !== undefined) return this.#byCertificate(certificate, evidence.claimed);
    const basic = basicOf(authorization);
    if (basic !== undefined && mayCarryPassword(evidence)) return this.#byPassword(basic, evidence.address);
    if (token !== undefined) return this.#byToken(token);
    return this.#byAddress(evidence);
  }

  #byCertificate(certificate: string, claimed: string): Identified {
    return this.#options.trustedCertificates.includes(certificate)
      ? this.#known(claimed, 'trusted-server', certificate)
      : this.#known(certificate, 'certificate', certificate);
  }

  async #byPassword({ user, password }: Basic, address: string): Promise<Identified> {
    const name = this.#options.normalise(user);
    const verdict = await this.#passwords.check(name, password, address);
    switch (verdict) {
      case 'right':
        return this.#known(name, 'password', 'HTTP Basic');
      case 'wrong':
        return { kind: 'wrong-password' };
      case 'too-many-failures':
        return { kind: 'too-many-failures' };
    }
  }

  #byToken(token: string): Identified {
    const owner = this.#options.credentials.ownerOf(token);
    return owner === undefined ? { kind: 'wrong-token' } : this.#known(owner, 'token', 'token URI');
  }

  /**
   * A claimed name is worth no more over loopback than from afar: any program on the machine can claim one, and only the
   * rules of the administrator make more of it.
   */
  #byAddress({ address, claimed }: Evidence): Identified {
    if (this.#trusted.has(address)) return this.#known(claimed, 'trusted-server', address);
    const host = this.#hosts.find(({ at }) => at.has(address));
    if (host !== undefined) return this.#known(host.name, 'host', address);
    const known = this.#known(claimed, 'claimed', address);
    if (!this.#options.loopbackOperators || !loopback.has(address)) return known;
    return { ...known, identity: { ...known.identity, operator: true } };
  }

  #known(name: string, level: IdentityLevel, proof: string): Extract<Identified, { kind: 'known' }> {
    const { normalise, operatorLevel } = this.#options;
    const normal = normalise(name);
    const isOperator = level === 'local' || (this.#operators.has(normal) && isAsGood(level, operatorLevel));
    return {
      kind: 'known',
      identity: { name: normal === '' ? anonymous : normal, level, proof, operator: isOperator },
    };
  }
}

/** A password in the clear is one that somebody else can read; on the machine itself there is no wire. */
export function mayCarryPassword({ secure, local, address }: Evidence): boolean {
  return secure || local || loopback.has(address);
}

interface Basic {
  readonly user: string;
  readonly password: string;
}

/** RFC 7617: base64 of `user:password`; everything else is no attempt at one. */
function basicOf(authorization: string | undefined): Basic | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]{1,4096})$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon <= 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
