import { z } from 'zod';
import type { Place } from './place.ts';
import { fileSchema } from './schema/file.ts';

/** JSON Schema as zod writes it, with our own notes (`expected`, `unit`, `builtIn`) still inside. */
export type SchemaNode = z.core.JSONSchema.BaseSchema;

export function annotatedSchema(): SchemaNode {
  return z.toJSONSchema(fileSchema, { io: 'input' });
}

/** Says what may stand at a place; made when there is something to say, for it takes some milliseconds. */
export class SchemaReader {
  readonly #root = annotatedSchema();

  /** The keys an object at this place may have. `value` picks among kinds of objects. */
  keysAt(place: Place, value: unknown): readonly string[] {
    const fitting = this.#nodesAt(place).filter((node) => fits(node, value));
    return [...new Set(fitting.flatMap((node) => Object.keys(node.properties ?? {})))];
  }

  /** What is expected at a place, in words. */
  expectedAt(place: Place): string {
    const nodes = this.#nodesAt(place, false);
    return nodes.length === 0 ? 'no such key' : expectationOf({ anyOf: [...nodes] });
  }

  /** The words that may stand at a place, for guessing what was meant. */
  wordsAt(place: Place): readonly string[] {
    return this.#nodesAt(place).flatMap((node) =>
      choicesOf(node).filter((choice) => typeof choice === 'string'),
    );
  }

  /** What a key of a record must look like. */
  expectedKeyAt(place: Place): string {
    const names = this.#nodesAt(place).map((node) => node.propertyNames);
    const phrases = names.filter(isNode).map(expectationOf);
    return phrases.join(' or ') || 'another key';
  }

  #nodesAt(place: Place, inKinds = true): readonly SchemaNode[] {
    let nodes: readonly SchemaNode[] = [this.#root];
    for (const step of place) nodes = nodes.flatMap(kindsOf).flatMap((node) => child(node, step));
    return inKinds ? nodes.flatMap(kindsOf) : nodes;
  }
}

function kindsOf(node: SchemaNode): readonly SchemaNode[] {
  const kinds = (node.anyOf ?? node.oneOf)?.filter(isNode);
  return kinds === undefined ? [node] : kinds.flatMap(kindsOf);
}

function child(node: SchemaNode, step: string | number): readonly SchemaNode[] {
  if (typeof step === 'number') return isNode(node.items) ? [node.items] : [];
  const property = Object.hasOwn(node.properties ?? {}, step)
    ? node.properties?.[step]
    : node.additionalProperties;
  return isNode(property) ? [property] : [];
}

export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the constants of this kind of object (such as `"kind": "mongo"`) are those of the value. */
function fits(node: SchemaNode, value: unknown): boolean {
  if (!isNode(value)) return true;
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.entries(node.properties ?? {}).every(
    ([key, property]) =>
      !isNode(property) || property.const === undefined || property.const === given.get(key),
  );
}

function choicesOf(node: SchemaNode): readonly unknown[] {
  if (Array.isArray(node.enum)) return node.enum;
  return node.const === undefined ? [] : [node.const];
}

/** What a value must be, in words: our own where the schema has a note, else made from its type and bounds. */
export function expectationOf(node: SchemaNode): string {
  if (typeof node['expected'] === 'string') return node['expected'];
  const kinds = [node.anyOf, node.oneOf].flatMap((list) => list ?? []).filter(isNode);
  const choices = kindsOf(node).flatMap(choicesOf);
  if (choices.length > 0) return listOf(choices.map((choice) => JSON.stringify(choice)));
  if (kinds.length > 0) return [...new Set(kinds.map(expectationOf))].join(' or ');
  return phraseOfType(node);
}

function listOf(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

function phraseOfType(node: SchemaNode): string {
  if (node.type === 'integer') return `a whole number${boundsOf(node)}`;
  if (node.type === 'number') return `a number${boundsOf(node)}`;
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'string') return 'a string';
  if (node.type === 'array')
    return isNode(node.items) ? `a list, each entry ${expectationOf(node.items)}` : 'a list';
  const keys = Object.keys(node.properties ?? {});
  return keys.length === 0 ? 'an object' : `an object with the keys ${keys.join(', ')}`;
}

function boundsOf({ minimum, exclusiveMinimum, maximum }: SchemaNode): string {
  if (exclusiveMinimum !== undefined) return ` above ${String(exclusiveMinimum)}, at most ${String(maximum)}`;
  return minimum === undefined ? '' : ` from ${String(minimum)} to ${String(maximum)}`;
}
