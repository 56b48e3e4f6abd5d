import { z } from 'zod';
import { PrintServerError } from '../../../base/fault.ts';

/** Reads a row; one that is not what it must be was changed by others, or the disk lies: nothing may be built on it. */
export function parseRow<Value>(schema: z.ZodType<Value>, row: unknown, what: string): Value {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new PrintServerError('store-corrupt', `${what} cannot be read: ${z.prettifyError(parsed.error)}`);
}

/** A parser for each field of a type, optional ones too: a field that the type gains is missed at compile time. */
export type Fields<Type> = { readonly [Name in keyof Type]-?: z.ZodType<Type[Name]> };
