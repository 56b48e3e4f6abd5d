import ipp, { type Syntax, type SyntaxAlternates, type SyntaxEntry } from 'ipp';
import { assert } from '../../base/fault.ts';
import {
  type AttributeDefinition,
  type AttributeGroup,
  attributeGroups,
  merged,
  type RegisteredSyntax,
} from './definition.ts';
import { syntaxOctetsMax } from './limits.ts';
import { integerMax, integerMin, syntaxNamed } from './notation.ts';

/** The attributes of the npm package `ipp`, copied into a Map: its own tables are shared, mutable objects. */
export function baseAttributes(): Map<string, AttributeDefinition> {
  const definitions = new Map<string, AttributeDefinition>();
  const collections = new Set<Members>();
  for (const [heading, entries] of Object.entries(ipp.attributes)) {
    const group = attributeGroups.get(heading);
    if (group !== undefined) collect(entries, group, definitions, collections);
  }
  // Members are collected after the attributes that have them; what is found on the way joins the end of the set.
  for (const members of collections) collect(members, 'member', definitions, collections);
  return definitions;
}

type Members = Readonly<Record<string, SyntaxEntry>>;

function collect(
  entries: Members,
  group: AttributeGroup,
  definitions: Map<string, AttributeDefinition>,
  collections: Set<Members>,
): void {
  for (const [name, entry] of Object.entries(entries)) {
    const alternates = alternatesOf(entry);
    const found = definitions.get(name);
    const definition = definitionFrom(name, alternates, group);
    definitions.set(name, found === undefined ? definition : merged(found, definition));
    for (const { members } of alternates) if (members !== undefined) collections.add(members);
  }
}

function alternatesOf(entry: SyntaxEntry): readonly Syntax[] {
  if (typeof entry === 'function') return alternatesOf(entry());
  if (!isList(entry)) return [entry];
  const alternates = entry.flatMap(alternatesOf);
  return entry.setof === true ? alternates.map((alternate) => ({ ...alternate, setof: true })) : alternates;
}

function isList(entry: Syntax | SyntaxAlternates): entry is SyntaxAlternates {
  return Array.isArray(entry);
}

function definitionFrom(
  name: string,
  alternates: readonly Syntax[],
  group: AttributeGroup,
): AttributeDefinition {
  return alternates
    .map(({ type, min, max, setof }): AttributeDefinition => {
      const syntax = syntaxOf(type);
      const numeric = syntax === 'integer' || syntax === 'rangeOfInteger';
      const [lower, upper] = [min ?? integerMin, max ?? integerMax];
      const bounded = numeric && (lower !== integerMin || upper !== integerMax);
      const narrow = max !== undefined && max < (syntaxOctetsMax.get(syntax) ?? 0);
      return {
        name,
        syntaxes: [syntax],
        set: setof === true,
        groups: [group],
        ...(bounded && { integers: { lower, upper } }),
        ...(narrow && { octetsMax: max }),
      };
    })
    .reduce(merged);
}

// The package has names of its own for two of them.
function syntaxOf(type: string): RegisteredSyntax {
  if (type === 'enumeration') return 'enum';
  if (type === 'novalue') return 'no-value';
  const syntax = syntaxNamed(type);
  assert(syntax !== undefined, `unknown syntax ${type} in the tables of the package ipp`);
  return syntax;
}
