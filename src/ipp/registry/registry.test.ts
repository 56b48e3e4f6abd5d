import ipp from 'ipp';
import { describe, expect, test } from 'vitest';
import { attributeOverlay } from './attributes.generated.ts';
import { baseAttributes } from './base-attributes.ts';
import { enums, operations, statuses } from './codes.generated.ts';
import { definitionOf, operationDefinitionOf } from './definitions.ts';
import { errata } from './errata.ts';
import { enumName, operationName, statusName } from './names.ts';
import { parseSyntax, syntaxNotation } from './notation.ts';
import { registeredName } from './registered-name.ts';
import { vendorAttributes } from './vendor.ts';

const camelCase = (name: string): string =>
  name.toLowerCase().replace(/[-_.]+(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('codes', () => {
  test.each(Object.entries(operations))('operation %s has its name', (constant, code) => {
    expect(camelCase(operationName(code) ?? '')).toBe(constant);
  });

  test.each(Object.entries(statuses))('status %s has its name', (constant, code) => {
    expect(camelCase(statusName(code) ?? '')).toBe(constant);
  });

  test('every enum value has its name', () => {
    for (const [attribute, values] of Object.entries(enums)) {
      const name = attribute.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      for (const [constant, value] of Object.entries(values)) {
        expect([name, camelCase(enumName(name, value) ?? '')]).toEqual([name, constant]);
      }
    }
  });

  test('the operations run from Print-Job to Get-User-Printer-Attributes, and those of CUPS follow', () => {
    expect(operationName(0x0002)).toBe('Print-Job');
    expect(operationName(0x0017)).toBe('Create-Job-Subscriptions');
    expect(operationName(0x0066)).toBe('Get-User-Printer-Attributes');
    expect(operationName(0x4001)).toBe('CUPS-Get-Default');
  });

  test('the account statuses are there, registered and as CUPS has them', () => {
    expect([0x041c, 0x041d, 0x041e, 0x041f, 0x0420, 0x049c, 0x049f].map(statusName)).toEqual([
      'client-error-account-info-needed',
      'client-error-account-closed',
      'client-error-account-limit-reached',
      'client-error-account-authorization-failed',
      'client-error-not-fetchable',
      'cups-account-info-needed',
      'cups-account-authorization-failed',
    ]);
  });

  test.each([0, 0x0001, 0x1234, 0x0452, -1, Number.NaN])('%s is the code of nothing', (code) => {
    expect(operationName(code)).toBeUndefined();
    if (code > 1) expect(statusName(code)).toBeUndefined();
  });

  test('enum names are found for the -supported and -default twins too', () => {
    expect(enumName('finishings-supported', 93)).toBe('fold-half');
    expect(enumName('orientation-requested-default', 7)).toBe('none');
    expect(enumName('job-state', 99)).toBeUndefined();
    expect(enumName('constructor', 0)).toBeUndefined();
  });

  test('a table of the package that is numbered from 0 is left out', () => {
    expect(ipp.enums['job-collation-type']?.lookup[0]).toBe('other');
    expect(enumName('job-collation-type', 0)).toBeUndefined();
  });
});

describe('attributes', () => {
  test.each([
    ['copies', 'integer(1:MAX)', ['document-template', 'job-template']],
    ['sides', 'keyword', ['document-template', 'job-template']],
    ['printer-geo-location', 'uri | unknown', ['operation', 'printer-description']],
    ['urf-supported', '1setOf keyword', ['printer-description']],
    ['media-col-database', '1setOf collection', ['printer-description']],
    ['printer-info', 'text(127)', ['member', 'printer-description']],
    ['x-dimension', 'integer(0:MAX) | rangeOfInteger(1:MAX)', ['member']],
  ])('%s is %s', (name, syntax, groups) => {
    const definition = definitionOf(name);
    expect(definition?.name).toBe(name);
    expect(definition?.groups.toSorted()).toEqual(groups);
    expect(definition?.syntaxes.toSorted()).toEqual([...parseSyntax(syntax).syntaxes].sort());
    expect(definition?.set).toBe(parseSyntax(syntax).set);
  });

  test.each([
    ['document-natural-language', '1setOf naturalLanguage', 'naturalLanguage'],
    ['job-state', 'enum | unknown', 'enum'],
    ['message', 'text', 'text(127)'],
    ['printer-id', 'integer(0:65535)', 'integer(1:65535)'],
    ['job-name', 'name', 'name'],
  ])('%s is %s in all, %s as an operation attribute', (name, everywhere, inOperations) => {
    expect(definitionOf(name)).toMatchObject(parseSyntax(everywhere));
    const { groups, ...own } = operationDefinitionOf(name) ?? {};
    expect(groups).toEqual(definitionOf(name)?.groups);
    expect(own).toEqual({ name, ...parseSyntax(inOperations) });
  });

  test('rows that the package has and IANA does not correct come from the package', () => {
    const overlaid = new Set(attributeOverlay.map(([name]) => name));
    const kept = [...baseAttributes().values()].filter(({ name }) => !overlaid.has(name));
    expect(kept.length).toBeGreaterThan(100);
    for (const definition of kept) expect(definitionOf(definition.name)).toEqual(definition);
  });

  test('corrections and vendor attributes are in the tables', () => {
    for (const { name, syntax } of errata) {
      expect(definitionOf(name)?.syntaxes).toEqual(parseSyntax(syntax).syntaxes);
    }
    for (const [name, group] of vendorAttributes) expect(definitionOf(name)?.groups).toContain(group);
  });

  test.each(['__proto__', 'constructor', 'toString', '', 'status-message,'])('%s is no attribute', (name) => {
    expect(definitionOf(name)).toBeUndefined();
  });

  test('no table of the package is handed out', () => {
    const tables = Object.values(ipp.attributes).flatMap((entries): unknown[] => Object.values(entries));
    expect(tables).not.toContain(definitionOf('copies'));
  });
});

describe('registeredName', () => {
  const spelled = (word: string) => registeredName(Buffer.from(`<${word}>`), 1, word.length + 1);

  test.each(['copies', 'printer-uri', 'x-dimension'])('%s is found', (name) => {
    expect(spelled(name)).toBe(name);
  });

  // The last has the hash of copies: one letter higher, and the next 31 letters lower.
  test.each(['', 'copie', 'copiesx', 'Copies', 'vendor-thing', 'cpQies'])('%s is not', (name) => {
    expect(spelled(name)).toBeUndefined();
  });
});

describe('syntax notation', () => {
  test.each([
    ['1setOf (type2 keyword | name(MAX))', '1setOf keyword | name'],
    ['integer(MIN:MAX) | no-value', 'integer | no-value'],
    ['integer (0:MAX)', 'integer(0:MAX)'],
    ['integer:1:5', 'integer(1:5)'],
    ["text(127) | 'no-value'", 'text(127) | no-value'],
    ['1setOf (integer(-5: 7) | rangeOfInteger(-5:7))', '1setOf integer(-5:7) | rangeOfInteger(-5:7)'],
    ['dateTime|unknown', 'dateTime | unknown'],
    ['no-value | 1setOf collection', '1setOf no-value | collection'],
    ['type2 keyword]', 'keyword'],
  ])('%s is read as %s', (notation, canonical) => {
    expect(syntaxNotation(parseSyntax(notation))).toBe(canonical);
    expect(syntaxNotation(parseSyntax(canonical))).toBe(canonical);
  });

  test.each(['', 'type2', 'float', '1setOf'])('%s is no syntax', (notation) => {
    expect(() => parseSyntax(notation)).toThrow('syntax');
  });
});
