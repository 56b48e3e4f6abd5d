import { describe, expect, it } from 'vitest';
import { clientOf } from './clients.ts';

const cups = 'CUPS/2.4.2 (Linux 6.1.0; x86_64) IPP/2.0';

describe('clientOf', () => {
  it('knows the CUPS backend and gives it time', () => {
    expect(clientOf({ 'user-agent': cups })).toMatchObject({ refusals: 'cups', patient: true });
  });

  it('tells ipptool from CUPS, although both say CUPS', () => {
    const headers = { 'user-agent': cups, 'accept-encoding': 'deflate, gzip, identity' };
    expect(clientOf(headers)).toMatchObject({ refusals: 'registered', patient: false });
  });

  it('lets go-ipp write its attributes in any order', () => {
    expect(clientOf({ 'user-agent': 'Go-http-client/1.1' })).toMatchObject({ anyOrder: true });
  });

  it('takes every other client, and one without a name, for one that cannot show late statuses', () => {
    for (const headers of [{ 'user-agent': 'Windows-IPP' }, { 'user-agent': 'Not CUPS/2.4' }, {}]) {
      expect(clientOf(headers)).toEqual({
        refusals: 'abort',
        patient: false,
        anyOrder: false,
        oneUri: false,
      });
    }
  });
});
