import { expect, it } from 'vitest';
import { isHostField } from './host-field.ts';

it.each([
  '',
  'localhost',
  'localhost:',
  'print.example:8631',
  'Print-Room_2.LOCAL.',
  '192.0.2.7:631',
  '[::1]:8631',
  '[::ffff:192.0.2.7]',
  '[fe80::1%25eth0]:631',
  '[fe80::1%eth0]:631',
  // libcups.
  '[v1.fe80::1+eth0]:631',
  'xn--drucker-7za.example',
  'a%20b',
  "it's(*)",
])('%j can be a Host', (field) => {
  expect(isHostField(field)).toBe(true);
});

it.each([
  'print room',
  'alice@print.example',
  'http://print.example/',
  'print.example/ipp',
  'print.example:631:631',
  'print.example:ipp',
  'print.example, elsewhere',
  'print.example?x',
  '[::1',
  '::1',
  '[::1]x',
  '[]',
  '[:::1]',
  '[print.example]',
  '[v1.]',
  'a%2',
  'drücker.example',
  '<script>',
  'a\\b',
  'a"b',
])('%j cannot', (field) => {
  expect(isHostField(field)).toBe(false);
});
