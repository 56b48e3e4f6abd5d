import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ipp from 'ipp';
import { baseAttributes } from '../src/ipp/registry/base-attributes.ts';
import { type AttributeDefinition, attributeGroups, merged } from '../src/ipp/registry/definition.ts';
import { errata } from '../src/ipp/registry/errata.ts';
import { parseSyntax, syntaxNotation } from '../src/ipp/registry/notation.ts';
import { vendorAttributes, vendorOperations, vendorStatuses } from '../src/ipp/registry/vendor.ts';

// Usage: tsx scripts/generate-ipp-registry.ts FOLDER
//
// FOLDER holds three files of https://www.iana.org/assignments/ipp-registrations/ under their own names:
//   ipp-registrations-2.csv   attributes and their syntaxes
//   ipp-registrations-6.csv   enum values, the operations among them
//   ipp-registrations-11.csv  status codes
// Only facts are taken from them: names, numbers, syntaxes. Written are the tables that the npm package `ipp` lacks or
// has otherwise, and the constants and names that the compiler checks.

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: tsx scripts/generate-ipp-registry.ts FOLDER');
const registryFolder = join(import.meta.dirname, '../src/ipp/registry');

type Code = readonly [code: number, name: string];

const registered = readCsv('ipp-registrations-2.csv');
const definitions = allDefinitions(registered);
const enums = enumValues(readCsv('ipp-registrations-6.csv'));
const operations = [...(enums.get('operations-supported') ?? []), ...vendorOperations];
const statuses = [...statusValues(readCsv('ipp-registrations-11.csv')), ...vendorStatuses].sort(byCode);
enums.delete('operations-supported');

writeTable('attribute-names', attributeNames());
writeTable('attributes', `${attributeOverlay()}\n${operationAttributeOverlay()}`);
writeTable('codes', codeConstants());
writeTable('code-names', codeOverlay());

function allDefinitions(rows: readonly (readonly string[])[]): Map<string, AttributeDefinition> {
  const found = new Map<string, AttributeDefinition>();
  const corrected = new Map(errata.map(({ name, syntax }) => [name, syntax]));
  const add = (name: string, group: AttributeDefinition['groups'][number], notation: string) => {
    const definition = { name, groups: [group], ...parseSyntax(corrected.get(name) ?? notation) };
    const before = found.get(name);
    found.set(name, before === undefined ? definition : merged(before, definition));
  };
  for (const [heading = '', name = '', member = '', submember = '', syntax = ''] of rows) {
    const group = attributeGroups.get(heading);
    const innermost = [name, member, submember].filter((part) => part !== '').at(-1) ?? '';
    // "<Any media-col member attribute>" points to rows that are read anyway.
    if (group === undefined || innermost.startsWith('<') || syntax === '') continue;
    add(bare(innermost), member === '' ? group : 'member', syntax);
  }
  for (const [name, group, syntax] of vendorAttributes) add(name, group, syntax);
  for (const [name, definition] of baseAttributes()) if (!found.has(name)) found.set(name, definition);
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function enumValues(rows: readonly (readonly string[])[]): Map<string, Code[]> {
  const byAttribute = new Map<string, Code[]>();
  for (const [attribute = '', value = '', name = ''] of rows) {
    const code = Number(bare(value));
    if (value === '' || Number.isNaN(code) || /reserved|unassigned/i.test(name)) continue;
    const values = byAttribute.get(attribute) ?? [];
    if (!values.some(([known]) => known === code)) values.push([code, bare(name)]);
    byAttribute.set(attribute, values);
  }
  return byAttribute;
}

function statusValues(rows: readonly (readonly string[])[]): Code[] {
  return rows
    .filter(([value = '', name = '']) => /^0x[0-9A-F]{4}$/i.test(value) && /^[a-z]/.test(name))
    .map(([value, name = '']) => [Number(value), bare(name)]);
}

function attributeNames(): string {
  const names = [...definitions.keys()].map((name) => `  | '${name}'`);
  return `/** Every registered name, of members of collections too. */\nexport type AttributeName =\n${names.join('\n')};\n`;
}

function attributeOverlay(): string {
  const base = baseAttributes();
  const rows = [...definitions.values()]
    .filter((definition) => rowOf(definition) !== rowOf(base.get(definition.name)))
    .map((definition) => `  ${rowOf(definition)},`);
  return `/** Attributes that the npm package \`ipp\` lacks or has otherwise: name, groups, syntax in IANA's notation. */
export const attributeOverlay: readonly (readonly [name: string, groups: string, syntax: string])[] = [
${rows.join('\n')}
];
`;
}

function operationAttributeOverlay(): string {
  const ofOperations = allDefinitions(
    registered.filter(([heading, , member]) => heading === 'Operation' && member === ''),
  );
  const rows = [...ofOperations.values()]
    .filter(({ groups }) => groups.includes('operation'))
    .filter((definition) => notationOf(definition) !== notationOf(definitions.get(definition.name)))
    .map((definition) => `  ['${definition.name}', '${notationOf(definition)}'],`);
  return `/** Operation attributes that may be less than an attribute of their name elsewhere: name, syntax. */
export const operationAttributeOverlay: readonly (readonly [name: string, syntax: string])[] = [
${rows.join('\n')}
];
`;
}

function rowOf(definition: AttributeDefinition | undefined): string {
  if (definition === undefined) return '';
  const groups = [...definition.groups].sort().join(' ');
  return `['${definition.name}', '${groups}', '${notationOf(definition)}']`;
}

function notationOf(definition: AttributeDefinition | undefined): string {
  if (definition === undefined) return '';
  return syntaxNotation({ ...definition, syntaxes: [...definition.syntaxes].sort() });
}

function codeConstants(): string {
  const enumTables = [...enums].map(
    ([attribute, values]) => `  ${camelCase(attribute)}: {\n${constants(values, '    ', decimal)}\n  },`,
  );
  return `/** operation-id (RFC 8011 §5.4.15). */
export const operations = {\n${constants(operations, '  ', hexadecimal)}\n} as const;

/** status-code (RFC 8011 appendix B). */
export const statuses = {\n${constants(statuses, '  ', hexadecimal)}\n} as const;

/** Values of the attributes of syntax enum. */
export const enums = {\n${enumTables.join('\n')}\n} as const;
`;
}

function codeOverlay(): string {
  const missing = (codes: readonly Code[], lookup: readonly (string | undefined)[] = []) =>
    codes.filter(([code, name]) => lookup[code] !== name);
  const table = (name: string, codes: readonly Code[], notation: (code: number) => string) =>
    `export const ${name}: readonly (readonly [code: number, name: string])[] = [
${codes.map(([code, keyword]) => `  [${notation(code)}, '${keyword}'],`).join('\n')}
];
`;
  const enumRows = [...enums].flatMap(([attribute, values]) =>
    missing(values, ipp.enums[attribute]?.lookup).map(
      ([code, name]) => `  ['${attribute}', ${code}, '${name}'],`,
    ),
  );
  return `// Names that the npm package \`ipp\` lacks or has otherwise.

${table('operationOverlay', missing(operations, ipp.operations.lookup), hexadecimal)}

${table('statusOverlay', missing(statuses, ipp.statusCodes.lookup), hexadecimal)}

export const enumOverlay: readonly (readonly [attribute: string, value: number, keyword: string])[] = [
${enumRows.join('\n')}
];
`;
}

function constants(codes: readonly Code[], indent: string, notation: (code: number) => string): string {
  return codes.map(([code, name]) => `${indent}${camelCase(name)}: ${notation(code)},`).join('\n');
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/[-_.]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function decimal(code: number): string {
  return String(code);
}

function hexadecimal(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}

function byCode([one]: Code, [other]: Code): number {
  return one - other;
}

/** Without a remark like "(deprecated)": such names are still met on the wire. */
function bare(name: string): string {
  return name.replace(/\s*\(.*\)\s*$/, '').trim();
}

/** Rows without the heading. Fields may be quoted, with quotes doubled inside (RFC 4180). */
function readCsv(name: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of readFileSync(join(folder ?? '', name), 'utf8').matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.slice(1).filter((row) => row.length > 1);
}

function writeTable(name: string, body: string): void {
  writeFileSync(
    join(registryFolder, `${name}.generated.ts`),
    `// Made by scripts/generate-ipp-registry.ts from the IANA registry of IPP. Do not edit: see errata.ts and vendor.ts.\n\n${body}`,
  );
}
