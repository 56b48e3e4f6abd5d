import { expect, test } from 'vitest';
import { speakerOf } from '../texts/speaker.tsx';
import { appleProfile } from './apple-profile.ts';

const english = speakerOf({ language: 'en', currency: { code: 'EUR', digits: 2 } });

const address = { secure: false, host: 'print.example.org', port: 8631 };

test('the profile names host, port and path of one printer', () => {
  const profile = appleProfile('demo', address, english);
  expect(profile).toContain('<key>IPAddress</key><string>print.example.org</string>');
  expect(profile).toContain('<key>ResourcePath</key><string>ipp/print/demo</string>');
  expect(profile).toContain('<key>Port</key><integer>8631</integer><key>ForceTLS</key><false/>');
});

test('it is the same every time, and another for another printer', () => {
  expect(appleProfile('demo', address, english)).toBe(appleProfile('demo', address, english));
  const uuids = (printer: string): readonly string[] =>
    [...appleProfile(printer, address, english).matchAll(/<key>PayloadUUID<\/key><string>([^<]*)/g)].map(
      (match) => match[1]!,
    );
  expect(new Set([...uuids('demo'), ...uuids('other')]).size).toBe(4);
});

test('characters of XML are escaped', () => {
  expect(appleProfile('demo', { ...address, host: '<&>' }, english)).toContain(
    '<string>&lt;&amp;&gt;</string>',
  );
});
