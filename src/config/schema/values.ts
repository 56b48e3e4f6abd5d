import { z } from 'zod';
import { type ListenAddress, parseListenAddress } from '../../model/listen.ts';
import { type Amount, amountMax, formatAmount, parseAmount } from '../../model/money.ts';

/**
 * What a key is for. It becomes the published JSON Schema, docs/config.md and the words of a problem, so that the three
 * can never differ.
 */
export interface About {
  /** What it decides and why it has this default. */
  readonly description: string;
  /** What a value must be, where the schema alone does not say it well. */
  readonly expected?: string;
  readonly unit?: string;
  /** Default of a printer rule, which is put in when `defaults` and printer are merged; other keys have it by `.default`. */
  readonly builtIn?: unknown;
}

/** An integer with its bounds. */
export function integer(minimum: number, maximum: number): z.ZodNumber {
  return z.int().min(minimum).max(maximum);
}

/** A decimal string; numbers are refused because 0.1 is none of the numbers a computer has. */
export function amount(minimum: Amount = 0): z.ZodType<Amount, string> {
  const bounds = `from ${formatAmount(minimum, 0)} to ${formatAmount(amountMax, 0)}`;
  return z
    .string()
    .transform((text, context) => {
      const value = parseAmount(text);
      if (value !== undefined && value >= minimum) return value;
      context.addIssue({ code: 'custom', message: 'not an amount' });
      return z.NEVER;
    })
    .meta({
      pattern: minimum < 0 ? '^-?\\d{1,9}(\\.\\d{1,4})?$' : '^\\d{1,9}(\\.\\d{1,4})?$',
      expected: `a decimal string such as "0.05" with at most 4 decimals, ${bounds}`,
    });
}

/**
 * Printer names are parts of URIs and of IPP names (printer-name is name(127), RFC 8011 §5.4.4), keys of counters and
 * arguments in a shell: nothing in them may need quoting, and "." and ".." would vanish from a path.
 */
export const printerName: z.ZodType<string, string> = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,126}$/)
  .meta({
    expected: '1 to 127 letters, digits, ".", "_" or "-", the first a letter or digit',
  });

/** Text that clients show: at most 127 octets (text(127), RFC 8011 §5.4.5 and §5.4.6), no control characters. */
export const shortText: z.ZodType<string, string> = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= 127 && !/\p{Cc}/u.test(text))
  .meta({ expected: 'text of at most 127 octets without control characters' });

export const listenAddress: z.ZodType<ListenAddress, string> = z
  .string()
  .transform((text, context) => {
    const address = parseListenAddress(text);
    if (address !== undefined) return address;
    context.addIssue({ code: 'custom', message: 'not an address' });
    return z.NEVER;
  })
  .meta({ expected: '"ADDRESS:PORT", "[IPV6]:PORT" or "unix:PATH", such as "127.0.0.1:8631"' });

/** The path of a file or folder, relative to the configuration file. */
export const path: z.ZodType<string, string> = z
  .string()
  .refine((text) => text !== '' && !text.includes('\0'))
  .meta({ expected: 'a path, absolute or relative to this file' });

/** A secret by itself, or where it is kept. */
export type SecretSource = string | { readonly env: string } | { readonly file: string };

export const secret: z.ZodType<SecretSource, SecretSource> = z
  .union([z.string().min(1), z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: path })])
  .meta({ expected: 'a string, { "env": "VARIABLE" } or { "file": "PATH" }' });

/** A key of a printer that may be left out; its default is put in after `defaults` and printer are merged. */
export function rule<Value>(schema: z.ZodType<Value>, about: About): z.ZodExactOptional<z.ZodType<Value>> {
  return schema.exactOptional().meta({ ...about });
}
