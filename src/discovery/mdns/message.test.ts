import { expect, test } from 'vitest';
import { answerTo, precedence } from './answering.ts';
import { type DnsMessage, type DnsRecord, decodeMessage, encodeMessage, recordTypes } from './message.ts';
import { farewells, hostRecords, serviceRecords, typeRecords } from './records.ts';

const host = ['print', 'local'];
const service = {
  type: '_ipp._tcp',
  subtypes: ['_universal'],
  port: 8631,
  txt: ['rp=ipp/print/demo', 'note='],
} as const;
const label = 'Dr. Müller’s "Printer" (1)';
const records = [
  ...serviceRecords(label, service, host),
  ...typeRecords(new Set(['_ipp._tcp'])),
  ...hostRecords(host, ['10.0.0.7', 'fe80::1', '2001:db8::ff:0:1']),
];
const query: DnsMessage = {
  id: 0,
  response: false,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};
const response: DnsMessage = { ...query, response: true, answers: records };

function ask(
  name: readonly string[],
  type: number,
  known: readonly DnsRecord[] = [],
): ReturnType<typeof answerTo> {
  return answerTo({ ...query, questions: [{ name, type, unicast: false }], answers: known }, records);
}

test('a message comes back as it was written, dots in names and all', () => {
  // The denials of others are not looked at, so that their data stays compressed.
  const message = { ...response, answers: records.filter(({ type }) => type !== recordTypes.nsec) };
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});

test('names are written once and pointed to', () => {
  const octets = encodeMessage(response);
  expect(octets.toString('latin1').split('_tcp')).toHaveLength(2);
  expect(octets.length).toBeLessThan(512);
});

test('no cut and no changed octet of a message brings the reader down', () => {
  const octets = encodeMessage(response);
  for (let at = 0; at < octets.length; at += 1) {
    expect(() => decodeMessage(octets.subarray(0, at))).not.toThrow();
    for (const value of [0, 0x3f, 0x40, 0xc0, 0xff]) {
      const changed = Buffer.from(octets);
      changed[at] = value;
      expect(() => decodeMessage(changed)).not.toThrow();
    }
  }
});

test.each([
  ['a name that points to itself', '000084000000000100000000c00c000c000100000000 0002c00c'],
  ['names that point to each other', '000084000000000100000000 0161c00e c00c 000c 0001 00000000 0002 c00c'],
  ['more records than a packet can hold', '00008400 0000ffff00000000'],
  ['data that ends after the packet', '000084000000000100000000 00 000c 0001 00000000 00ff 00'],
])('%s is no message', (_what, hex) => {
  expect(decodeMessage(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBeUndefined();
});

test('a question for the type brings the instance, and all that leads to it', () => {
  const { answers, additionals } = ask(['_IPP', '_tcp', 'LOCAL'], recordTypes.ptr);
  expect(answers.map(({ data }) => data)).toEqual([[[label, '_ipp', '_tcp', 'local']]]);
  const types = additionals.map(({ type }) => type);
  for (const type of [recordTypes.srv, recordTypes.txt, recordTypes.a, recordTypes.aaaa])
    expect(types).toContain(type);
});

test('what the asker knows is not said again, unless it is about to be forgotten', () => {
  const [known] = ask(['_ipp', '_tcp', 'local'], recordTypes.ptr).answers;
  const old = { ...known!, ttl: 2_000 };
  expect(ask(['_ipp', '_tcp', 'local'], recordTypes.ptr, [known!]).answers).toEqual([]);
  expect(ask(['_ipp', '_tcp', 'local'], recordTypes.ptr, [old]).answers).toEqual([known]);
});

test('what a name of ours has not is denied', () => {
  const [denial] = ask([label, '_ipp', '_tcp', 'local'], recordTypes.a).answers;
  expect(denial).toMatchObject({ type: recordTypes.nsec });
  expect(ask(['other', 'local'], recordTypes.a).answers).toEqual([]);
});

test('of two that want one name the same one wins at both', () => {
  const mine = hostRecords(host, ['10.0.0.7']).slice(0, 1);
  const theirs = hostRecords(host, ['10.0.0.9']).slice(0, 1);
  expect(precedence(mine, theirs)).toBeLessThan(0);
  expect(precedence(theirs, mine)).toBeGreaterThan(0);
  expect(precedence(mine, mine)).toBe(0);
});

test('a farewell leaves alone what other machines may have too', () => {
  const types = farewells(records).map(({ type, name }) => [type, name[0]]);
  expect(types).not.toContainEqual([recordTypes.a, 'print']);
  expect(types).not.toContainEqual([recordTypes.ptr, '_services']);
  expect(types).toContainEqual([recordTypes.txt, label]);
});
