import { describe, expect, test } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  enums,
  type IppAttribute,
  keyword,
  outOfBand,
  range,
  resolution,
} from '../../ipp/index.ts';
import { assumedOf } from '../kinds.ts';
import { capabilitiesFrom, statusFrom } from './mirror.ts';

const assumed = assumedOf('ipp', {}).capabilities;

describe('the capabilities of a device', () => {
  test('are as assumed where it says nothing, but for what it must say to be told', () => {
    expect(capabilitiesFrom(new Map(), assumed)).toEqual({ ...assumed, copiesMax: 1, carries: [] });
  });

  test('do not have a format that is only the wish to guess', () => {
    const device = attributes(
      attribute('document-format-supported', 'application/octet-stream', 'image/urf'),
    );
    expect(capabilitiesFrom(device, assumed).formats).toEqual(['image/urf']);
  });

  test('have resolutions in dots per inch whatever the units', () => {
    const device = attributes(
      attribute('printer-resolution-supported', resolution(600, 600), resolution(118, 118, 'dpcm')),
    );
    expect(capabilitiesFrom(device, assumed).resolutions).toEqual([600, 300]);
  });

  test('have colour by its modes when it does not say it plainly', () => {
    const device = attributes(attribute('print-color-mode-supported', 'monochrome'));
    expect(capabilitiesFrom(device, assumed).colour).toBe(false);
  });

  test('have a default medium only when it is among those supported', () => {
    const media = attribute('media-supported', 'iso_a4_210x297mm', 'iso_a3_297x420mm');
    const device = attributes(media, attribute('media-default', 'na_letter_8.5x11in'));
    expect(capabilitiesFrom(device, assumed).media).toEqual(['iso_a4_210x297mm', 'iso_a3_297x420mm']);
    const none = attributes(media, attribute('media-default', outOfBand('no-value')));
    expect(capabilitiesFrom(none, assumed).media[0]).toBe('iso_a4_210x297mm');
  });

  test('carry only what has its values listed, where nothing else is said to the device', () => {
    const named = attribute(
      'job-creation-attributes-supported',
      'number-up',
      'print-color-mode',
      'page-ranges',
    );
    expect(capabilitiesFrom(attributes(named), assumed).carries).toEqual(['pageRanges']);
    const listed = attributes(named, attribute('number-up-supported', 1, 2));
    expect(capabilitiesFrom(listed, assumed).carries).toEqual(['pageRanges', 'numberUp']);
  });

  test('have booklets where the device folds them and prints on both sides', () => {
    const templates = attributeOf('imposition-template-supported', keyword('none'), keyword('signature'));
    const oneSided = attribute('sides-supported', 'one-sided');
    const twoSided = attribute('sides-supported', 'one-sided', 'two-sided-short-edge');
    const others = attributeOf('imposition-template-supported', keyword('none'), keyword('x-poster'));
    const carries = (...of: readonly IppAttribute[]) => capabilitiesFrom(attributes(...of), assumed).carries;
    expect(carries(templates, twoSided)).toContain('imposition');
    expect(carries(templates, oneSided)).not.toContain('imposition');
    expect(carries(others, twoSided)).not.toContain('imposition');
  });

  test('have no more copies than we count', () => {
    const device = attributes(attribute('copies-supported', range(1, 2_147_483_647)));
    expect(capabilitiesFrom(device, assumed)).toMatchObject({ copiesMax: 9_999, carries: ['copies'] });
  });
});

describe('the status of a device', () => {
  test('has its reasons and its sentence', () => {
    const device = attributes(
      attribute('printer-state', enums.printerState.stopped),
      attribute('printer-state-reasons', 'media-empty-error'),
      attribute('printer-state-message', 'Tray 1 is empty'),
    );
    expect(statusFrom(device)).toEqual({
      state: 'stopped',
      reasons: ['media-empty-error'],
      message: 'Tray 1 is empty',
    });
  });

  test('is silent when there is nothing to say', () => {
    const device = attributes(
      attribute('printer-state', enums.printerState.idle),
      attribute('printer-state-reasons', 'none'),
      attribute('printer-state-message', ''),
    );
    expect(statusFrom(device)).toEqual({ state: 'idle', reasons: [] });
  });

  test('says that the device takes no jobs', () => {
    const device = attributes(attribute('printer-is-accepting-jobs', false));
    expect(statusFrom(device).message).toContain('not accepting');
  });
});
