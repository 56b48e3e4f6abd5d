import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeNeeding } from '../support/needs.ts';
import { Network } from '../support/network.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

const hostile = 'Dr. Müller’s "Printer" <b>&amp;\\032 (1)';
const port = 8631;

/** A line of `avahi-browse -rp` that begins with `=`. */
interface Found {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly txt: ReadonlyMap<string, string>;
}

const announcedMs = 20_000;

describeNeeding(
  ['namespaces', 'avahi', 'avahi-browse', 'dbus', 'ippfind', 'driverless'],
  'printers on the network',
  () => {
    let network: Network;
    let server: ServerProcess;
    const config = {
      listen: [`127.0.0.1:${port}`, `10.87.0.1:${port}`, `[fd87::1]:${port}`],
      dnsSd: { hostname: 'print' },
      users: { unknown: 'create', template: { mode: 'accounting-only' } },
      identity: { operators: ['root'], operatorLevel: 'claimed' },
      printers: [
        { name: 'demo', info: hostile, location: 'Room 7', device: 'file:out/' },
        {
          name: 'mono',
          device: 'file:mono/',
          tls: 'required',
          capabilities: {
            formats: ['application/pdf'],
            colour: false,
            sides: ['one-sided'],
            media: ['iso_a4_210x297mm'],
          },
        },
        { name: 'twin', info: 'mono', device: 'file:twin/', identity: { levels: ['password'] } },
        { name: 'quiet', device: 'file:quiet/', dnsSd: false },
      ],
    };

    beforeAll(async () => {
      network = await Network.make();
      await network.client.startAvahi('desk');
      server = await ServerProcess.make(config);
      server.wrapper = network.server.wrapper;
      await server.start();
    });

    afterAll(async () => {
      await server.remove();
      await network.remove();
    });

    async function browse(type: string): Promise<readonly Found[]> {
      const text = await network.client.run('avahi-browse', ['-rtp', '--no-db-lookup', type]);
      return text.split('\n').flatMap((line) => (line.startsWith('=') ? [foundIn(line)] : []));
    }

    async function found(type: string, name: string): Promise<Found> {
      const match = async (): Promise<Found | undefined> =>
        (await browse(type)).find((each) => each.name === name);
      await until(`${name} of type ${type}`, async () => (await match()) !== undefined, announcedMs);
      return (await match())!;
    }

    test('are found by ippfind, with the address to print to', async () => {
      await found('_ipp._tcp', hostile);
      const plain = await network.client.run('ippfind', ['-T', '5', '_ipp._tcp,_print']);
      expect(plain.trim().split('\n').sort()).toEqual([
        'ipp://print.local:8631/ipp/print/demo',
        'ipp://print.local:8631/ipp/print/twin',
      ]);
      const secure = await network.client.run('ippfind', ['-T', '5', '_ipps._tcp']);
      expect(secure.trim().split('\n').sort()).toEqual(
        ['demo', 'mono', 'twin'].map((name) => `ipps://print.local:8631/ipp/print/${name}`),
      );
    });

    test('are found over IPv6 too, on which their host tells all of its addresses', async () => {
      const overIPv6 = async (): Promise<string | undefined> =>
        (await network.client.run('avahi-browse', ['-rtp', '--no-db-lookup', '_ipps._tcp']))
          .split('\n')
          .find((line) => /^=;[^;]+;IPv6;mono;/.test(line));
      await until('mono over IPv6', async () => (await overIPv6()) !== undefined, announcedMs);
      expect(foundIn((await overIPv6())!)).toMatchObject({ name: 'mono', host: 'print.local', port });
      const resolved = async (family: string): Promise<string> =>
        (await network.client.run('avahi-resolve', [family, '-n', 'print.local'])).trim();
      expect(await resolved('-6')).toBe(`print.local\t${network.server.ipv6Address}`);
      expect(await resolved('-4')).toBe(`print.local\t${network.server.address}`);
      const answer = await network.client.run('ipptool', [
        '-tv',
        `ipp://[${network.server.ipv6Address}]:${port}/ipp/print/demo`,
        'get-printer-attributes.test',
      ]);
      expect(answer).toContain('[PASS]');
    });

    test('are found by Apple’s sub-type where they take its raster', async () => {
      const text = await network.client.run('ippfind', ['-T', '5', '_ipps._tcp,_universal']);
      expect(text).toContain('/ipp/print/demo');
      expect(text).not.toContain('/ipp/print/mono');
    });

    test('tell what they can do', async () => {
      const { txt, host, port: at } = await found('_ipp._tcp', hostile);
      expect({ host, at }).toEqual({ host: 'print.local', at: port });
      const attributes = await network.client.run('ipptool', [
        '-tv',
        '-d',
        'requested=all',
        `ipp://${network.server.address}:${port}/ipp/print/demo`,
        'get-printer-attributes.test',
      ]);
      const uuid = /printer-uuid \(uri\) = urn:uuid:(\S+)/.exec(attributes)?.[1];
      expect(uuid).toBeDefined();
      expect(Object.fromEntries(txt)).toMatchObject({
        txtvers: '1',
        qtotal: '1',
        rp: 'ipp/print/demo',
        ty: 'Platen Print Server',
        product: '(Platen Print Server)',
        note: 'Room 7',
        adminurl: 'http://print.local:8631/printers/demo',
        pdl: expect.stringMatching(/^application\/pdf,/) as unknown,
        UUID: uuid,
        URF: expect.stringMatching(/^V1\.4,CP\d+,W8,SRGB24,.*DM1/) as unknown,
        Color: 'T',
        Duplex: 'T',
        Copies: 'T',
        PaperMax: 'tabloid-A3',
        kind: 'document',
        TLS: '1.2',
        air: 'none',
        priority: '50',
        usb_MFG: 'Platen',
      });
      const mono = await found('_ipps._tcp', 'mono');
      expect(Object.fromEntries(mono.txt)).toMatchObject({
        adminurl: 'https://print.local:8631/printers/mono',
        pdl: 'application/pdf',
        Color: 'F',
        Duplex: 'F',
        PaperMax: 'legal-A4',
      });
      expect(mono.txt.has('URF')).toBe(false);
      expect(txt.has('printer-type')).toBe(false);
    });

    test('say where a password is needed, and keep apart what has one name', async () => {
      const twin = await found('_ipps._tcp', 'mono (twin)');
      expect(twin.txt.get('air')).toBe('username,password');
      expect(twin.txt.get('rp')).toBe('ipp/print/twin');
    });

    test('keep their name from LPD printers, and have a page', async () => {
      expect(await found('_printer._tcp', hostile)).toMatchObject({ port: 0 });
      expect((await found('_http._tcp', hostile)).txt.get('path')).toBe('/printers/demo');
    });

    test('answer programs that speak plain DNS', async () => {
      const script = `
const socket = require('node:dgram').createSocket('udp4');
const name = (labels) => Buffer.concat([...labels.map((l) => Buffer.concat([Buffer.of(l.length), Buffer.from(l)])), Buffer.of(0)]);
socket.on('message', (m) => { console.log(m.readUInt16BE(0), m.readUInt16BE(6), m.includes('mono')); process.exit(0); });
socket.bind(0, () => {
  socket.setMulticastInterface('${network.client.address}');
  const query = Buffer.concat([Buffer.from([0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), name(['_ipp', '_tcp', 'local']), Buffer.of(0, 12, 0, 1)]);
  socket.send(query, 5353, '224.0.0.251');
});
setTimeout(() => process.exit(1), 5000);`;
      expect((await network.client.run(process.execPath, ['-e', script])).trim()).toMatch(/^4660 \d+ true$/);
    });

    test('outlive whatever else is sent to their port', async () => {
      const script = `
const socket = require('node:dgram').createSocket('udp4');
socket.bind(0, async () => {
  socket.setMulticastInterface('${network.client.address}');
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
  for (let round = 0; round < 500; round += 1) {
    const packet = Buffer.from(Array.from({ length: random(200) }, () => random(256)));
    // Half of them begin like a message, with names that point anywhere.
    if (round % 2 === 0 && packet.length > 12) packet.set([0, 0, random(2) * 0x84, 0, 0, random(9), 0, random(9), 0, 0, 0, 0], 0);
    await new Promise((done) => socket.send(packet, 5353, '224.0.0.251', done));
  }
  socket.close();
});`;
      await network.client.run(process.execPath, ['-e', script]);
      expect(await found('_ipp._tcp', hostile)).toMatchObject({ port });
      expect(server.running).toBe(true);
    });

    test('driverless finds them and makes a PPD of what they can do', async () => {
      const listed = await network.client.run('driverless', ['list'], true);
      expect(listed).toMatch(/driverless:ipps?:\/\/\S+/);
      const uri = `ipp://${network.server.address}:${port}/ipp/print/demo`;
      const ppd = await network.client.run('driverless', [uri]);
      expect(ppd).toContain('*PPD-Adobe');
      expect(ppd).toContain('*ColorDevice: True');
      expect(ppd).toMatch(/\*Duplex DuplexNoTumble/);
      expect(ppd).toMatch(/\*PageSize A4/);
    });

    test('tell at once when what they say of themselves changes', async () => {
      const request = join(server.folder, 'location.test');
      await writeFile(request, setLocation);
      await network.client.run('ipptool', [
        '-t',
        `ipp://${network.server.address}:${port}/ipp/print/demo`,
        request,
      ]);
      await until(
        'the new room',
        async () => (await found('_ipp._tcp', hostile)).txt.get('note') === 'Room 8',
        announcedMs,
      );
    });

    test('give way to who had the name before, and say so in their attributes', async () => {
      const other = await ServerProcess.make({
        ...config,
        listen: [`127.0.0.1:${port}`, `${network.client.address}:${port}`],
        dnsSd: { hostname: 'print' },
        printers: [{ name: 'demo', info: hostile, device: 'file:out/' }],
      });
      other.wrapper = network.client.wrapper;
      await other.start();
      try {
        const renamed = 'Dr. Müller’s "Printer" <b>&amp;\\032 (2)';
        const theirs = await found('_ipp._tcp', renamed);
        expect(theirs.host).toBe('print-2.local');
        expect(theirs.txt.get('adminurl')).toBe('http://print-2.local:8631/printers/demo');
        expect((await found('_ipp._tcp', hostile)).host).toBe('print.local');
        const attributes = await network.client.run('ipptool', [
          '-tv',
          `ipp://${network.client.address}:${port}/ipp/print/demo`,
          'get-printer-attributes.test',
        ]);
        const shown = renamed.replaceAll(/["\\]/g, '\\$&');
        expect(attributes).toContain(`printer-dns-sd-name (nameWithoutLanguage) = ${shown}`);
      } finally {
        await other.kill('SIGTERM');
        await other.remove();
      }
    });

    test('go when the server ends', async () => {
      await found('_ipp._tcp', hostile);
      await server.kill('SIGTERM');
      expect(server.exitCode, server.stderr).toBe(0);
      await until('the goodbye', async () => (await browse('_ipp._tcp')).length === 0, 5_000);
      expect(await browse('_printer._tcp')).toEqual([]);
    });

    test('are announced through Avahi by files, and go with them', async () => {
      const { services } = await network.server.startAvahi('print');
      await server.configure({ ...config, dnsSd: { hostname: 'print', avahiServices: services } });
      await server.start();
      await until('three files', async () => (await readdir(services)).length === 3, announcedMs);
      const { txt, host } = await found('_ipp._tcp', hostile);
      expect(host).toBe('print.local');
      expect(txt.get('adminurl')).toBe('http://print.local:8631/printers/demo');
      expect(txt.get('rp')).toBe('ipp/print/demo');
      const text = await network.client.run('ippfind', ['-T', '5', '_ipps._tcp,_universal']);
      expect(text).toContain('ipps://print.local:8631/ipp/print/demo');
      await server.kill('SIGTERM');
      expect(await readdir(services)).toEqual([]);
      await until('the goodbye', async () => (await browse('_ipp._tcp')).length === 0, 5_000);
    });

    test('are announced beside an Avahi of the same machine, under the same host name', async () => {
      await server.configure(config);
      await server.start();
      const { host } = await found('_ipp._tcp', hostile);
      expect(host).toBe('print.local');
      await server.kill('SIGTERM');
      await until('the goodbye', async () => (await browse('_ipp._tcp')).length === 0, 5_000);
      // What Avahi itself says is left alone.
      expect(await network.client.run('avahi-resolve', ['-4', '-n', 'print.local'])).toContain('10.87.0.1');
    });
  },
);

const setLocation = `{
  OPERATION Set-Printer-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name root
  GROUP printer-attributes-tag
  ATTR text printer-location "Room 8"
  STATUS successful-ok
}
`;

/** =;INTERFACE;IPv4;NAME;TYPE;DOMAIN;HOST;ADDRESS;PORT;"KEY=VALUE" … with \DDD for octets that are special. */
function foundIn(line: string): Found {
  const [, , , name = '', , , host = '', , at = ''] = line.split(';', 9);
  const txt = [...line.matchAll(/"([^"=]+)=([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, value] as const,
  );
  return { name: unescaped(name), host, port: Number(at), txt: new Map(txt) };
}

function unescaped(text: string): string {
  const octets = text.replaceAll(/\\(\d{3}|.)/g, (_all, code: string) =>
    code.length === 3 ? String.fromCharCode(Number(code)) : code,
  );
  return Buffer.from(octets, 'latin1').toString();
}
