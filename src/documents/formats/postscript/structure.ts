import type { DataLength } from './scanner.ts';

/** A comment of the document structure (DSC 3.0), as far as pages depend on it. */
export type StructureComment =
  | { readonly kind: 'header'; readonly conforming: boolean; readonly encapsulated: boolean }
  | { readonly kind: 'pages'; readonly claim: number | undefined }
  | { readonly kind: 'page' }
  | { readonly kind: 'trailer' }
  | { readonly kind: 'end' }
  | { readonly kind: 'begin-document' }
  | { readonly kind: 'end-document' }
  | { readonly kind: 'data'; readonly data: DataLength | undefined }
  | { readonly kind: 'feature'; readonly name: string; readonly value: string }
  | { readonly kind: 'end-feature' };

/** `%%BeginFeature: *Name Value`, `%%BeginNonPPDFeature: Name Value`, and how CUPS writes the latter. */
const featureBegin = /^%(?:%|RBI)Begin(?:NonPPD)?Feature:\s*\*?(\w+)\s*(\S*)/;
const featureEnd = /^%(?:%|RBI)End(?:NonPPD)?Feature/;
/** The length of data has at most 9 digits: 1 GB. */
const dataBegin = /^%%Begin(?:Data|Binary):\s*(\d{1,9})(?:\s+\w+)?(?:\s+(\w+))?/;

/** Reads a line that begins with a comment; case matters (DSC 3.0 §3). */
export function readStructureComment(line: string): StructureComment | undefined {
  if (line.startsWith('%!')) {
    return {
      kind: 'header',
      conforming: line.startsWith('%!PS-Adobe-'),
      encapsulated: /^%!PS-Adobe-\d+\.\d+\s+EPSF-/.test(line),
    };
  }
  const feature = featureBegin.exec(line);
  if (feature !== null) return { kind: 'feature', name: feature[1] ?? '', value: feature[2] ?? '' };
  if (featureEnd.test(line)) return { kind: 'end-feature' };
  if (!line.startsWith('%%')) return undefined;
  const [keyword = ''] = /^[A-Za-z]+:?/.exec(line.slice(2)) ?? [];
  switch (keyword) {
    case 'Page:':
      return { kind: 'page' };
    case 'Pages:':
      return { kind: 'pages', claim: claimOf(line) };
    case 'Trailer':
      return { kind: 'trailer' };
    case 'EOF':
      return { kind: 'end' };
    case 'BeginDocument:':
    case 'BeginDocument':
      return { kind: 'begin-document' };
    case 'EndDocument':
      return { kind: 'end-document' };
    case 'BeginData:':
    case 'BeginBinary:':
      return { kind: 'data', data: dataOf(line) };
    default:
      return undefined;
  }
}

/** `(atend)` claims nothing yet. */
function claimOf(line: string): number | undefined {
  const [, number] = /^%%Pages:\s*(\d{1,9})(?!\d)/.exec(line) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** `%%BeginData: 1200 Hex Lines`; octets where nothing else is said. */
function dataOf(line: string): DataLength | undefined {
  const [, length, unit] = dataBegin.exec(line) ?? [];
  if (length === undefined) return undefined;
  return { unit: unit === 'Lines' ? 'lines' : 'octets', length: Number(length) };
}
