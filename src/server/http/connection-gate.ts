/** What is asked of a net.Socket. */
interface Peer {
  /** Absent on Unix sockets. */
  readonly remoteAddress?: string | undefined;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * Keeps one remote address from taking all connections. Loopback and Unix sockets are exempt: behind them stand a
 * proxy, a CUPS server or the machine's own users, who could stop us more simply.
 */
export class ConnectionGate {
  readonly #perAddressMax: number;
  readonly #open = new Map<string, number>();

  constructor(perAddressMax: number) {
    this.#perAddressMax = perAddressMax;
  }

  /** false: the address has its share already; the caller closes the socket. */
  admit(socket: Peer): boolean {
    const address = socket.remoteAddress;
    if (address === undefined || isLoopbackAddress(address)) return true;
    const open = this.#open.get(address) ?? 0;
    if (open >= this.#perAddressMax) return false;
    this.#open.set(address, open + 1);
    socket.once('close', () => {
      this.#leave(address);
    });
    return true;
  }

  #leave(address: string): void {
    const open = this.#open.get(address) ?? 0;
    if (open <= 1) this.#open.delete(address);
    else this.#open.set(address, open - 1);
  }
}

/** An IPv4 peer of an IPv6 socket is written ::ffff:127.0.0.1 (RFC 4291 §2.5.5.2). */
function isLoopbackAddress(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
