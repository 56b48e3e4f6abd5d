import { annotatedSchema, expectationOf, isNode, type SchemaNode } from '../src/config/schema-reader.ts';

/** config/platen.schema.json: what editors check and complete while the file is written. */
export function renderSchema(): string {
  const { $schema, ...rest } = annotatedSchema();
  const published = { $schema, title: 'Configuration of Platen', ...rest };
  return `${JSON.stringify(published, withoutNotes, 2)}\n`;
}

/** Our notes are no JSON Schema; a built-in rule is a default to an editor. */
function withoutNotes(key: string, value: unknown): unknown {
  if (key === 'expected' || key === 'unit') return undefined;
  if (typeof value !== 'object' || value === null || !('builtIn' in value)) return value;
  const { builtIn, ...rest } = value;
  return { ...rest, default: builtIn };
}

const introduction = `# Configuration

<!-- Written by \`npx tsx scripts/generate-config-docs.ts\` from src/config/schema; a test compares. Do not edit. -->

Platen reads one JSON file, in which comments and trailing commas are allowed. \`platen check --config FILE\` says
everything that is wrong with it at once, each with its line, what was found, what was expected and what was probably
meant. Unknown keys are errors. \`config/platen.schema.json\` lets editors complete and check while you write
(\`"$schema": "./platen.schema.json"\`).

- **Paths** are relative to the file.
- **Amounts** are decimal strings in currency units with at most 4 decimals: \`"0.05"\`.
- **Secrets** are written as they are, or as \`{ "env": "VARIABLE" }\`, or as \`{ "file": "PATH" }\`.
- **Names of printers** have 1 to 127 letters, digits, \`.\`, \`_\` or \`-\`, the first a letter or digit, because they are
  parts of URIs. Two names must differ in more than upper and lower case, because clients compare without it.
- **Rules of a printer** are its own, else those of \`defaults\`, else the built-in ones of the tables below. Of \`prices\`,
  \`onError\`, \`answerWithinMs\`, \`identity\` and \`capabilities\` a printer may change one key and keep the others; lists and
  everything else are replaced as a whole.
- **Environment variables** read by the program: \`PLATEN_CONFIG\` (the file, when there is no \`--config\`), \`NO_COLOR\`, and those
  named by secrets.
`;

/** They have sections of their own at the end. */
const elsewhere = {
  defaults: { expected: 'an object', description: 'Rules for every printer; see below.' },
  printers: {
    expected: 'a list of objects',
    description: 'The printers, in the order they are shown; see below.',
  },
} as const;

/** docs/config.md: every key with its default, unit and reason. */
export function renderMarkdown(): string {
  const { defaults, printers, ...others } = annotatedSchema().properties ?? {};
  const general = section('The file', { properties: { ...others, ...elsewhere } }, []);
  return [introduction, ...general, ...printerSections(node(defaults), node(printers))].join('\n');
}

function printerSections(defaults: SchemaNode, printers: SchemaNode): readonly string[] {
  const rules = new Set(Object.keys(defaults.properties ?? {}));
  const own = Object.entries(node(printers.items).properties ?? {}).filter(([key]) => !rules.has(key));
  return [
    ...section('printers[]', { properties: Object.fromEntries(own), required: ['name', 'device'] }, [
      'At least one. Besides these keys a printer may have every rule of `defaults`.',
    ]),
    ...section('defaults', defaults, [
      'Rules for every printer that does not say otherwise; each may stand in a printer too.',
    ]),
  ];
}

/** A heading, words and a table of the keys that hold values; objects inside get sections of their own. */
function section(title: string, object: SchemaNode, words: readonly string[]): readonly string[] {
  const properties = Object.entries(object.properties ?? {});
  const leaves = properties.filter(([, property]) => !isSection(property));
  const rows = leaves.map(([key, property]) => row(key, node(property), object.required ?? []));
  const head = ['| Key | Value | Default | What it decides |', '|---|---|---|---|'];
  const inner = properties.flatMap(([key, property]) => innerSections(title, key, node(property)));
  const table = rows.length === 0 ? [] : [...head, ...rows, ''];
  return [
    `## ${title === 'The file' ? title : `\`${title}\``}`,
    '',
    ...words.flatMap((line) => [line, '']),
    ...table,
    ...inner,
  ];
}

function innerSections(title: string, key: string, property: SchemaNode): readonly string[] {
  if (!isSection(property)) return [];
  const name = title === 'The file' ? key : `${title}.${key}`;
  const words = property.description === undefined ? [] : [property.description];
  if (property.oneOf === undefined) return section(name, recordOf(property), words);
  // Kinds of one object, told apart by a constant: one table for all of them.
  const kinds = property.oneOf.map(node);
  const rows = kinds.flatMap((kind) =>
    Object.entries(kind.properties ?? {}).map(([inner, value]) =>
      row(inner, node(value), kind.required ?? []),
    ),
  );
  return [
    `## \`${name}\``,
    '',
    ...words,
    '',
    '| Key | Value | Default | What it decides |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}

/** An object with free keys is shown with its values' keys. */
function recordOf(property: SchemaNode): SchemaNode {
  return property.properties === undefined ? node(property.additionalProperties) : property;
}

function isSection(property: unknown): boolean {
  const { properties, oneOf, additionalProperties } = node(property);
  return (
    properties !== undefined || oneOf !== undefined || Object.keys(node(additionalProperties)).length > 0
  );
}

function row(key: string, property: SchemaNode, required: readonly string[]): string {
  const unit = typeof property['unit'] === 'string' ? ` (${property['unit']})` : '';
  const constant = property.const === undefined ? undefined : JSON.stringify(property.const);
  const value = cell(constant ?? expectationOf(property));
  const needed = required.includes(key) && constant === undefined ? '**required**' : '';
  const standard = property.default ?? property['builtIn'];
  const shown = standard === undefined ? needed : `\`${JSON.stringify(standard)}\``;
  return `| \`${key}\` | ${value}${unit} | ${shown} | ${cell(property.description ?? '')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function node(value: unknown): SchemaNode {
  return isNode(value) ? value : {};
}
