import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Issued } from './own-authority.ts';
import { until } from './until.ts';

/** A test that hangs leaves no directory behind. */
const lifeSeconds = 300;

export const suffix = 'dc=example,dc=org';
/** Who may search; what nobody else may. */
export const searcher = { name: `cn=platen,${suffix}`, password: 'looks for people' };

/** A directory of its own: OpenLDAP's slapd with its folder and two ports of loopback. */
export class Slapd {
  readonly #folder: string;
  #plain = 0;
  #secure = 0;
  #child: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** With these entries (LDIF) below the suffix, and a certificate of its own. */
  static async start(entries: string, certificate: Issued): Promise<Slapd> {
    const slapd = new Slapd(await mkdtemp(join(tmpdir(), 'platen-slapd-')));
    try {
      await slapd.#prepare(entries, certificate);
      await slapd.begin();
    } catch (error) {
      await slapd.close();
      throw error;
    }
    return slapd;
  }

  /** Speaks StartTLS too. */
  get plainUrl(): string {
    return `ldap://127.0.0.1:${this.#plain}`;
  }

  get secureUrl(): string {
    return `ldaps://127.0.0.1:${this.#secure}`;
  }

  async #prepare(entries: string, { key, cert }: Issued): Promise<void> {
    const path = (name: string): string => join(this.#folder, name);
    await mkdir(path('db'));
    await writeFile(path('key.pem'), key, { mode: 0o600 });
    await writeFile(path('cert.pem'), cert);
    await writeFile(path('slapd.conf'), config(this.#folder));
    await writeFile(path('entries.ldif'), `${root}\n${entries}`);
    const program = needs('slapd').found;
    await promisify(execFile)(program, ['-Tadd', '-f', path('slapd.conf'), '-l', path('entries.ldif')]);
    this.#plain = await freePort();
    this.#secure = await freePort();
  }

  /** Starts it, the first time or again at the same ports. */
  async begin(): Promise<void> {
    const program = needs('slapd').found;
    const files = ['-d', '0', '-f', join(this.#folder, 'slapd.conf')];
    const args = ['--kill-after=5', String(lifeSeconds), program, ...files];
    this.#child = spawn('timeout', [...args, '-h', `${this.plainUrl} ${this.secureUrl}`], {
      stdio: 'ignore',
    });
    await until('slapd', () => isOpen(this.#plain));
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

const root = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ${searcher.name}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: platen
userPassword: ${searcher.password}
`;

/** As directories are run: nobody reads passwords, and only the searcher looks for people. */
function config(folder: string): string {
  return `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
# Servers that take a name without a password for nobody are the trap for those who ask them (RFC 4513 §5.1.2).
allow bind_anon_dn
database mdb
maxsize 10485760
suffix "${suffix}"
directory ${folder}/db
access to attrs=userPassword by anonymous auth by * none
access to * by dn="${searcher.name}" read by * none
`;
}
