import { describe, expect, it } from 'vitest';
import { jobUri, pageUri, printerUri, webAddressOf } from './web-address.ts';

type Addressed = Parameters<typeof webAddressOf>[0];

function requestWith(
  host: string | undefined,
  socket: Addressed['socket'] = { localAddress: '10.0.0.9', localPort: 8631 },
): Addressed {
  return { headers: host === undefined ? {} : { host }, socket };
}

describe('webAddressOf', () => {
  it('is what the client calls us', () => {
    for (const host of ['print.example:8631', 'localhost:1', '[::1]:8631', '192.168.1.2:80']) {
      expect(webAddressOf(requestWith(host))).toEqual({ authority: host, secure: false });
    }
  });

  it('has the port of the socket when the client names none', () => {
    expect(webAddressOf(requestWith('print.example')).authority).toBe('print.example:8631');
    expect(webAddressOf(requestWith('[fe80::1]')).authority).toBe('[fe80::1]:8631');
  });

  it('is the address of the socket when the client names nothing that could be in a URI', () => {
    for (const host of [undefined, '', 'a b', 'evil/../path', 'x@y', 'a:b:c', `${'x'.repeat(300)}:1`]) {
      expect(webAddressOf(requestWith(host)).authority).toBe('10.0.0.9:8631');
    }
    expect(webAddressOf(requestWith(undefined, { localAddress: '::1', localPort: 8631 })).authority).toBe(
      '[::1]:8631',
    );
    expect(webAddressOf(requestWith(undefined, {})).authority).toBe('localhost');
  });
});

describe('URIs of ours', () => {
  const address = { authority: 'h:8631', secure: false };

  it('begin with that address and encode names', () => {
    expect(printerUri(address, 'Büro 2/x')).toBe('ipp://h:8631/ipp/print/B%C3%BCro%202%2Fx');
    expect(jobUri(address, 17)).toBe('ipp://h:8631/jobs/17');
    expect(pageUri(address, '/icons/printer-48.png')).toBe('http://h:8631/icons/printer-48.png');
  });

  it('stay with TLS where the client came with it', () => {
    const secure = { ...address, secure: true };
    expect(printerUri(secure, 'a')).toBe('ipps://h:8631/ipp/print/a');
    expect(jobUri(secure, 17)).toBe('ipps://h:8631/jobs/17');
    expect(pageUri(secure, '/')).toBe('https://h:8631/');
  });
});
