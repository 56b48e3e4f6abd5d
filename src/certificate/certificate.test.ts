import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock.ts';
import { openCertificate } from './certificate.ts';
import { keepCertificate } from './kept-certificate.ts';

const dayMs = 86_400_000;
const clock: Clock = { now: () => Date.now() };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-certificate-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a certificate of our own', () => {
  it('is made at the first start, for this machine and the names asked for, and kept', async () => {
    const names = ['print.example', '192.0.2.17'];
    const first = await openCertificate({ folder, names }, clock);
    const certificate = new X509Certificate(first.identity.cert);
    expect(certificate.checkHost('print.example')).toBe('print.example');
    expect(certificate.checkIP('192.0.2.17')).toBe('192.0.2.17');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect((await openCertificate({ folder, names }, clock)).identity).toEqual(first.identity);
  });

  it('is for the name that the network lets the machine have, and made anew for it only once', async () => {
    const renewed: string[] = [];
    const kept = await keepCertificate(
      { folder, names: ['print.example'] },
      {
        clock,
        renewed: ({ identity }) => renewed.push(identity.cert),
        failed: (error) => expect.unreachable(String(error)),
      },
    );
    try {
      await kept.answerTo('print-2.local');
      await kept.answerTo('print-2.local');
      expect(renewed).toHaveLength(1);
      const certificate = new X509Certificate(kept.current().identity.cert);
      const names = ['print-2.local', 'print.example', 'localhost'];
      expect(names.map((name) => certificate.checkHost(name))).toEqual(names);
    } finally {
      kept.stop();
    }
  });

  it('keeps its key from everybody else', async () => {
    await openCertificate({ folder, names: [] }, clock);
    expect((await stat(join(folder, 'tls-key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('is made anew before it ends, for another name, and when the files do not fit each other', async () => {
    const first = await openCertificate({ folder, names: [] }, clock);
    const late: Clock = { now: () => first.endsAt - 10 * dayMs };
    const second = await openCertificate({ folder, names: [] }, late);
    expect(second.endsAt).toBeGreaterThan(first.endsAt);
    const third = await openCertificate({ folder, names: ['other.example'] }, clock);
    expect(third.identity.cert).not.toBe(second.identity.cert);
    await writeFile(join(folder, 'tls-key.pem'), first.identity.key);
    const fourth = await openCertificate({ folder, names: ['other.example'] }, clock);
    expect(fourth.identity.key).not.toBe(first.identity.key);
  });
});

describe('a certificate of the administrator', () => {
  it('is refused with the file that is wrong', async () => {
    await openCertificate({ folder, names: [] }, clock);
    const certificate = join(folder, 'tls-certificate.pem');
    const missing = openCertificate({ folder, names: [], certificate, key: join(folder, 'none.pem') }, clock);
    await expect(missing).rejects.toThrow(/none\.pem/);
    await expect(missing).rejects.toMatchObject({ code: 'certificate-unusable' });
    await expect(
      openCertificate({ folder, names: [], certificate, key: certificate }, clock),
    ).rejects.toMatchObject({ code: 'certificate-unusable' });
  });

  it('is refused with what vouches for clients, or revokes them, where that is none', async () => {
    const own = await openCertificate({ folder, names: [] }, clock);
    const [clientCa, clientCrl] = [join(folder, 'ca.pem'), join(folder, 'crl.pem')];
    await writeFile(clientCa, 'no authority');
    await expect(openCertificate({ folder, names: [], clientCa }, clock)).rejects.toThrow(/ca\.pem/);
    await writeFile(clientCa, own.identity.cert);
    await writeFile(clientCrl, 'no list');
    await expect(openCertificate({ folder, names: [], clientCa, clientCrl }, clock)).rejects.toThrow(
      /crl\.pem/,
    );
  });

  it('is exchanged while the server runs, and the last good one stays when the next is none', async () => {
    await openCertificate({ folder, names: [] }, clock);
    const certificate = join(folder, 'mine.pem');
    const key = join(folder, 'mine.key');
    await writeFile(certificate, await readFile(join(folder, 'tls-certificate.pem')));
    await writeFile(key, await readFile(join(folder, 'tls-key.pem')));
    const seen: string[] = [];
    const kept = await keepCertificate(
      { folder, names: [], certificate, key },
      { clock, renewed: ({ identity }) => seen.push(identity.cert), failed: () => undefined },
    );
    expect(await kept.look()).toBe(false);
    await writeFile(key, 'no key');
    await expect(kept.look()).rejects.toMatchObject({ code: 'certificate-unusable' });
    const other = await openCertificate({ folder, names: ['other.example'] }, clock);
    await writeFile(certificate, other.identity.cert);
    await writeFile(key, other.identity.key);
    expect(await kept.look()).toBe(true);
    expect(seen).toEqual([other.identity.cert]);
    kept.stop();
  });
});
