import { expect, it } from 'vitest';
import { AddressSet } from './address-set.ts';

it('holds addresses and networks of both families', () => {
  const set = new AddressSet(['10.0.0.7', '192.168.0.0/16', '2001:db8::/32']);
  for (const address of ['10.0.0.7', '192.168.255.1', '2001:db8::1', '::ffff:10.0.0.7']) {
    expect(set.has(address)).toBe(true);
  }
  for (const address of ['10.0.0.8', '192.169.0.1', '2001:db9::1', '', 'localhost']) {
    expect(set.has(address)).toBe(false);
  }
});
