import { firstInteger, type IppAttributes } from '../../ipp/index.ts';
import { badRequest, type IppAnswer } from './answer.ts';

type Window<Item> = { readonly asked: readonly Item[] } | { readonly answer: IppAnswer };

/** The part of a list that `limit` (RFC 8011 §4.2.6.1) and `first-index` (PWG 5100.13), which count from 1, ask for. */
export function windowOf<Item>(items: readonly Item[], operation: IppAttributes): Window<Item> {
  const limit = firstInteger(operation, 'limit') ?? items.length;
  const first = firstInteger(operation, 'first-index') ?? 1;
  if (first < 1) return { answer: badRequest('first-index must be at least 1.') };
  if (limit < 1 && operation.has('limit')) return { answer: badRequest('limit must be at least 1.') };
  return { asked: items.slice(first - 1, first - 1 + limit) };
}
