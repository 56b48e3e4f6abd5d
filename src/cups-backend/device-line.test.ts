import { describe, expect, test } from 'vitest';
import { wrapDeviceLine } from './device-line.ts';

describe('wrapDeviceLine', () => {
  test.each([
    ['network socket "Unknown" "AppSocket"', 'network cupspykota:socket "Unknown" "AppSocket"'],
    [
      'direct usb://HP/LaserJet%201020?serial=AB12&x=1 "HP LaserJet" "HP LaserJet USB" "MFG:HP;MDL:LaserJet;" "Room \\"A\\" 1"',
      'direct cupspykota:usb://HP/LaserJet%201020?serial=AB12&x=1 "HP LaserJet" "HP LaserJet USB" "MFG:HP;MDL:LaserJet;" "Room \\"A\\" 1"',
    ],
    ['network "hp:/net/x y?ip=1.2.3.4" "M" "I" ""', 'network "cupspykota:hp:/net/x y?ip=1.2.3.4" "M" "I" ""'],
    [
      'serial serial:/dev/ttyS0?baud=9600 Unknown "Port"',
      'serial cupspykota:serial:/dev/ttyS0?baud=9600 Unknown "Port"',
    ],
    ['file  cups-pdf:/  "Generic"   "PDF" ', 'file  cupspykota:cups-pdf:/  "Generic"   "PDF" '],
    ['network socket://\xe9 "\xe9" "\\\\"', 'network cupspykota:socket://\xe9 "\xe9" "\\\\"'],
  ])('wraps %s and keeps the rest octet for octet', (line, expected) => {
    expect(wrapDeviceLine(line, 'cupspykota')).toBe(expected);
  });

  test.each([
    '',
    'DEBUG: looking for printers',
    'network socket',
    'network socket "Model"',
    'printer socket://x "M" "I"',
    'network -rf "M" "I"',
    'network socket://x "M" "I',
    'network socket://x "M" "I" "id" "place" "more"',
    `network socket://${'x'.repeat(3_000)} "M" "I"`,
  ])('takes no device from %s', (line) => {
    expect(wrapDeviceLine(line, 'cupspykota')).toBeUndefined();
  });
});
