import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The first line of standard input, '' when there is none: secrets come so, never as operands that `ps` shows. */
export async function firstLine(input: Readable): Promise<string> {
  const lines = createInterface({ input });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
