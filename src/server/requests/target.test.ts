import { describe, expect, it } from 'vitest';
import { targetOf } from './target.ts';

describe('targetOf', () => {
  it('looks at the path only, whatever scheme, host and port say', () => {
    for (const start of ['ipp://a', 'ipps://b:631', 'http://[::1]:8631', 'HTTPS://c', '']) {
      expect(targetOf(`${start}/ipp/print/demo`)).toEqual({ kind: 'printer', name: 'demo' });
    }
  });

  it.each([
    ['ipp://h/printers/demo', { kind: 'printer', name: 'demo' }],
    ['ipp://h/printers/demo///', { kind: 'printer', name: 'demo' }],
    ['ipp://h/ipp/print/B%C3%BCro%202?x=1#y', { kind: 'printer', name: 'Büro 2' }],
    ['ipp://h/%69pp/print/d%65mo%2D1', { kind: 'printer', name: 'demo-1' }],
    ['ipp://h/ipp/print/a%252Db', { kind: 'printer', name: 'a%2Db' }],
    ['ipp://h/ipp/print/a%2Fb', { kind: 'printer', name: 'a/b' }],
    ['ipp://h/ipp/print/demo/17', { kind: 'job', id: 17, printer: 'demo' }],
    ['ipp://h/printers/demo/17', { kind: 'job', id: 17, printer: 'demo' }],
    ['ipp://h/jobs/17', { kind: 'job', id: 17 }],
    ['ipp://h/ipp/print', { kind: 'default' }],
    ['ipp://h/ipp/printer', { kind: 'default' }],
    ['ipp://h', { kind: 'server' }],
    ['ipp://h/', { kind: 'server' }],
    ['ipp://h/jobs/', { kind: 'server' }],
  ])('reads %s', (uri, target) => {
    expect(targetOf(uri)).toEqual(target);
  });

  it.each([
    'ipp://h/etc/passwd',
    'ipp://h/ipp/print/a/b',
    'ipp://h/ipp/print/%ff',
    'ipp://h/ipp/print/a/b/c',
    'ipp://h/jobs/x',
    'ipp://h/jobs/99999999999',
    `ipp://h/ipp/print/${'x'.repeat(2_000)}`,
  ])('finds nothing at %s', (uri) => {
    expect(targetOf(uri)).toBeUndefined();
  });
});
