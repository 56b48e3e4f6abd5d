import type { XmlElement } from '../xml/element.ts';
import { resolvePart, type ZipPackage } from './package.ts';
import type { ZipProblem } from './problem.ts';

/** Where a part, or the package (''), points to (ECMA-376-2 §9.3). */
export interface Relationship {
  readonly id: string;
  readonly type: string;
  /** The name of the part. */
  readonly target: string;
}

const relationshipsSpace = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** None when the part has none. */
export async function readRelationships(
  pack: ZipPackage,
  source: string,
): Promise<readonly Relationship[] | ZipProblem> {
  const slash = source.lastIndexOf('/') + 1;
  const name = `${source.slice(0, slash)}_rels/${source.slice(slash)}.rels`;
  if (!pack.has(name)) return [];
  const found: Relationship[] = [];
  const wrong = await pack.readXml(name, {
    open: (element) => {
      const relationship = relationshipOf(element, source);
      if (relationship !== undefined) found.push(relationship);
      return true;
    },
  });
  return wrong ?? found;
}

function relationshipOf(element: XmlElement, source: string): Relationship | undefined {
  const { space, name, depth } = element;
  if (space !== relationshipsSpace || name !== 'Relationship' || depth !== 2) return undefined;
  const target = element.attribute('Target');
  if (target === undefined || element.attribute('TargetMode') === 'External') return undefined;
  const id = element.attribute('Id') ?? '';
  return { id, type: element.attribute('Type') ?? '', target: resolvePart(target, source) };
}
