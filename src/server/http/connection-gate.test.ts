import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ConnectionGate } from './connection-gate.ts';

class FakeSocket extends EventEmitter {
  readonly remoteAddress: string | undefined;

  constructor(remoteAddress?: string) {
    super();
    this.remoteAddress = remoteAddress;
  }
}

describe('ConnectionGate', () => {
  it('admits one address up to its share, and again when a connection has closed', () => {
    const gate = new ConnectionGate(2);
    const first = new FakeSocket('10.0.0.1');
    expect(
      [first, new FakeSocket('10.0.0.1'), new FakeSocket('10.0.0.1')].map((socket) => gate.admit(socket)),
    ).toEqual([true, true, false]);
    expect(gate.admit(new FakeSocket('10.0.0.2'))).toBe(true);
    first.emit('close');
    expect(gate.admit(new FakeSocket('10.0.0.1'))).toBe(true);
    expect(gate.admit(new FakeSocket('10.0.0.1'))).toBe(false);
  });

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', undefined])('never counts %s', (address) => {
    const gate = new ConnectionGate(0);
    expect(gate.admit(new FakeSocket(address))).toBe(true);
  });
});
