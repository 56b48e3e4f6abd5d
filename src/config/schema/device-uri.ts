import { z } from 'zod';

/**
 * The schemes that forward/ has devices for. The list is said again here because configuration is read below it and a
 * wrong scheme must be told at its line, with all other problems, and not when the printer is made.
 */
export const deviceSchemes = ['ipp', 'ipps', 'socket', 'raw', 'file'] as const;

export const deviceUri: z.ZodType<string, string> = z.string().refine(isDeviceUri).meta({
  expected:
    'a URI such as ipp://HOST/ipp/print, ipps://…, socket://HOST:9100, raw://HOST:9100 or file:FOLDER/',
});

function isDeviceUri(text: string): boolean {
  const scheme = schemeOf(text);
  if (scheme === 'file') return filePathOf(text) !== undefined;
  if (scheme === undefined || !deviceSchemes.some((known) => known === scheme)) return false;
  return /^[a-z]+:\/\//i.test(text) && URL.canParse(text) && new URL(text).host !== '';
}

export function schemeOf(text: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
}

/** The path of `file:PATH` or `file:///PATH`; undefined when it names another host or nothing. */
export function filePathOf(uri: string): string | undefined {
  const path = uri.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
  return path === '' || path.startsWith('//') || path.includes('\0') ? undefined : path;
}
