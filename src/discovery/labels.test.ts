import { expect, test } from 'vitest';
import { attribute, attributes } from '../ipp/index.ts';
import { labelsOf, nextHost, nextLabel } from './labels.ts';
import { type Announced } from './service.ts';
import { servicesOf } from './txt-record.ts';

function printer(name: string, label: string): Announced {
  return {
    printer: name,
    attributes: attributes(
      attribute('printer-dns-sd-name', { syntax: 'name', value: label }),
      attribute(
        'document-format-supported',
        ...Array.from({ length: 60 }, (_, index) => `application/format-${index}`),
      ),
    ),
    tls: 'optional',
    proof: 'none',
  };
}

test.each([
  ['Office', 'Office (2)'],
  ['Office (9)', 'Office (10)'],
  ['é'.repeat(31), `${'é'.repeat(29)} (2)`],
])('after %s comes %s', (label, next) => {
  expect(nextLabel(label)).toBe(next);
  expect(Buffer.byteLength(next)).toBeLessThanOrEqual(63);
});

test('a host gets a number too, of what a host name may hold', () => {
  expect(nextHost('print')).toBe('print-2');
  expect(nextHost('print-2')).toBe('print-3');
});

test('printers of one name are told apart, without the case of letters', () => {
  const labels = labelsOf([printer('a', 'Office'), printer('b', 'office'), printer('c', '\u0007 \ud800')]);
  expect([...labels.values()]).toEqual(['Office', 'office (b)', '\ufffd']);
});

test('no string of a TXT record is longer than it may be', () => {
  const [service] = servicesOf(printer('a', 'x'), { host: 'print.local', port: 631 });
  expect(service!.txt.find((text) => text.startsWith('pdl='))).toMatch(/application\/format-\d+$/);
  for (const text of service!.txt) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(255);
});
