import { expect, test } from 'vitest';
import { formatListenAddress, isLoopback, parseListenAddress } from './listen.ts';

test.each([
  ['127.0.0.1:8631', { kind: 'tcp', host: '127.0.0.1', port: 8631 }],
  ['[::1]:8631', { kind: 'tcp', host: '::1', port: 8631 }],
  ['0.0.0.0:0', { kind: 'tcp', host: '0.0.0.0', port: 0 }],
  ['print.example.org:631', { kind: 'tcp', host: 'print.example.org', port: 631 }],
  ['unix:/run/platen.sock', { kind: 'unix', path: '/run/platen.sock' }],
])('%s is read and written back', (text, address) => {
  const parsed = parseListenAddress(text);
  expect(parsed).toEqual(address);
  expect(formatListenAddress(parsed!)).toBe(text);
});

test.each([
  '',
  '8631',
  '127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '127.0.1:8631',
  '::1:8631',
  '[::g]:8631',
  '[127.0.0.1]:8631',
  'a b:8631',
  'http://localhost:8631',
  '-x:8631',
  'unix:',
  'unix:/run/\0',
])('%j is no address', (text) => {
  expect(parseListenAddress(text)).toBeUndefined();
});

test.each([
  ['127.0.0.1:1', true],
  ['127.8.8.8:1', true],
  ['LocalHost:1', true],
  ['[::1]:1', true],
  ['unix:/run/x', true],
  ['0.0.0.0:1', false],
  ['[::]:1', false],
  ['10.0.0.1:1', false],
  ['127.example.org:1', false],
])('%s is reached from this machine only: %s', (text, expected) => {
  expect(isLoopback(parseListenAddress(text)!)).toBe(expected);
});
