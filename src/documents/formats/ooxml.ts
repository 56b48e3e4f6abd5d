import type { PageCount } from '../../model/page-count.ts';
import { answerDeclared, type Declaration } from './zip/declared-pages.ts';
import { partKey, resolvePart, type ZipPackage } from './zip/package.ts';
import type { ZipProblem } from './zip/problem.ts';
import { type Relationship, readRelationships } from './zip/relationships.ts';

const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';

/** Types of relationships end alike in the transitional and the strict form (ISO/IEC 29500-1 §11.3, 29500-4). */
function leadsTo(name: string): (relationship: Relationship) => boolean {
  return ({ type }) =>
    type.endsWith(`/${name}`) &&
    /^http:\/\/(?:schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\//.test(type);
}

/** The relationship from the package to its document; undefined when the package is no Office Open XML. */
export function ooxmlRoot(relationships: readonly Relationship[]): Relationship | undefined {
  return relationships.find(leadsTo('officeDocument'));
}

/**
 * Office Open XML: a document says its pages in `docProps/app.xml`, a presentation lists its slides. A workbook says
 * nothing: its pages are made when it is printed.
 */
export async function countOoxml(
  pack: ZipPackage,
  root: Relationship,
  relationships: readonly Relationship[],
): Promise<PageCount> {
  const type = await mainType(pack, root.target);
  if (typeof type !== 'string') return answerDeclared('application/zip', type);
  const format = type.replace(/\.main\+xml$/i, '');
  const properties = relationships.find(leadsTo('extended-properties'))?.target ?? 'docProps/app.xml';
  return answerDeclared(format, await declaration(pack, { format, main: root.target, properties }));
}

interface OfficeDocument {
  readonly format: string;
  readonly main: string;
  readonly properties: string;
}

async function declaration(
  pack: ZipPackage,
  { format, main, properties }: OfficeDocument,
): Promise<Declaration | ZipProblem | undefined> {
  if (/wordprocessingml|ms-word/i.test(format)) return property(pack, properties, 'Pages');
  if (!/presentationml|ms-powerpoint/i.test(format)) return undefined;
  const slides = await slidesOf(pack, main);
  if (slides.kind === 'problem' || slides.pages > 0) return slides;
  return property(pack, properties, 'Slides');
}

/** The content type of the document, by which a text is told from a workbook. */
async function mainType(pack: ZipPackage, main: string): Promise<string | ZipProblem | undefined> {
  const key = partKey(main);
  const extension = key.slice(key.lastIndexOf('.') + 1);
  let byName: string | undefined;
  let byExtension: string | undefined;
  const wrong = await pack.readXml('[Content_Types].xml', {
    open: (element) => {
      if (element.space !== contentTypes) return true;
      const type = element.attribute('ContentType');
      if (element.name === 'Override' && partKey(element.attribute('PartName') ?? '') === key) byName = type;
      if (element.name === 'Default' && element.attribute('Extension')?.toLowerCase() === extension) {
        byExtension = type;
      }
      return true;
    },
  });
  return wrong ?? byName ?? byExtension;
}

/** The slides that the presentation lists, each of them there. */
async function slidesOf(pack: ZipPackage, main: string): Promise<Declaration | ZipProblem> {
  const relationships = await readRelationships(pack, main);
  if ('kind' in relationships) return relationships;
  const parts = new Map(relationships.map(({ id, target }) => [id, resolvePart(target, '')]));
  let pages = 0;
  const wrong = await pack.readXml(main, {
    open: (element) => {
      if (element.name !== 'sldId' || element.depth !== 3) return true;
      const id = [...element.attributes].find(([name]) => name.endsWith(':id'))?.[1];
      if (pack.has(parts.get(id ?? '') ?? '')) pages += 1;
      return true;
    },
  });
  return wrong ?? { kind: 'declared', pages, source: 'slides that the presentation lists' };
}

/** A number among the extended properties. */
async function property(
  pack: ZipPackage,
  part: string,
  name: 'Pages' | 'Slides',
): Promise<Declaration | ZipProblem | undefined> {
  if (!pack.has(part)) return undefined;
  let path: readonly string[] = [];
  let value = '';
  const wrong = await pack.readXml(part, {
    open: (element) => {
      path = [...path.slice(0, element.depth - 1), element.name];
      return true;
    },
    text: (text) => {
      if (path.length === 2 && path[1] === name && value.length < valueMax) value += text;
    },
    close: (depth) => {
      path = path.slice(0, depth - 1);
    },
  });
  if (wrong !== undefined || value === '') return wrong;
  const pages = /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : 0;
  return { kind: 'declared', pages, source: `${name} in ${part}` };
}

/** Digits that any honest number has, and blanks around them. */
const valueMax = 64;
