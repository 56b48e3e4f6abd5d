import { expect, test } from 'vitest';
import { ticketFacts } from '../model/device.ts';
import { assumedOf, capabilitiesOf, carriesOf } from './kinds.ts';

test('a folder carries the whole ticket, port 9100 the copies alone', () => {
  expect(carriesOf('file')).toEqual(ticketFacts);
  expect(carriesOf('raw')).toEqual(['copies']);
});

test('what is configured wins over what is known', () => {
  expect(capabilitiesOf('raw', { colour: false, formats: ['application/pdf'] })).toMatchObject({
    colour: false,
    formats: ['application/pdf'],
    copiesMax: 999,
  });
});

test('configuration cannot make a device hear what there is no way to say to it', () => {
  expect(capabilitiesOf('raw', { carries: ['copies', 'sides'] }).carries).toEqual(['copies']);
});

test('configuration can keep a fact from a device that would hear it', () => {
  expect(capabilitiesOf('file', { carries: ['copies'] }).carries).toEqual(['copies']);
});

test('of an IPP device that was never asked only copies are promised', () => {
  expect(assumedOf('ipp', {})).toMatchObject({
    capabilities: { carries: ['copies'], sides: ['one-sided'] },
    status: { state: 'idle' },
  });
});
