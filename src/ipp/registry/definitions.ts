import { assert } from '../../base/fault.ts';
import { attributeOverlay, operationAttributeOverlay } from './attributes.generated.ts';
import { baseAttributes } from './base-attributes.ts';
import { type AttributeDefinition, type AttributeGroup, attributeGroups } from './definition.ts';
import { parseSyntax } from './notation.ts';
import { once } from './once.ts';

/** What is registered under a name; a name from the wire may be anything, so an unknown one is undefined. */
export function definitionOf(name: string): AttributeDefinition | undefined {
  return definitions().get(name);
}

/** The same of an operation attribute, which may be less than an attribute of its name elsewhere. */
export function operationDefinitionOf(name: string): AttributeDefinition | undefined {
  return operationDefinitions().get(name) ?? definitionOf(name);
}

/** All registered names. */
export function definedNames(): Iterable<string> {
  return definitions().keys();
}

/** The tables of the npm package `ipp`, with the rows of the overlay in their place. */
const definitions = once((): ReadonlyMap<string, AttributeDefinition> => {
  const all = baseAttributes();
  for (const [name, groups, syntax] of attributeOverlay) {
    all.set(name, { name, groups: groups.split(' ').map(groupNamed), ...parseSyntax(syntax) });
  }
  return all;
});

const operationDefinitions = once(
  (): ReadonlyMap<string, AttributeDefinition> =>
    new Map(
      operationAttributeOverlay.map(([name, syntax]) => [
        name,
        { name, groups: definitionOf(name)?.groups ?? ['operation'], ...parseSyntax(syntax) },
      ]),
    ),
);

const groupByName: ReadonlyMap<string, AttributeGroup> = new Map(
  [...attributeGroups.values(), 'member' as const].map((group) => [group, group]),
);

function groupNamed(name: string): AttributeGroup {
  const group = groupByName.get(name);
  assert(group !== undefined, `unknown attribute group ${name}`);
  return group;
}
