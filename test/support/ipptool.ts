import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeJpeg, makePdf } from './documents/index.ts';
import { needs } from './needs.ts';

/** Where cups-ipp-utils puts its test files; the sample documents that they name are not in it. */
const installed = '/usr/share/cups/ipptool';
const requestSeconds = 30;
const suiteMs = 120_000;

export interface SuiteResult {
  readonly passed: number;
  readonly skipped: number;
  /** Titles of the tests that failed, as ipptool shortens them. */
  readonly failed: readonly string[];
  /** All that ipptool said, for the message of a test that fails. */
  readonly report: string;
}

/**
 * The installed test files beside documents of our own, in one folder, because they name documents relative to
 * themselves. ipptool ends at the first document that it cannot read, also of a test that it would have left out.
 */
export class Ipptool {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Ipptool> {
    const folder = await mkdtemp(join(tmpdir(), 'platen-ipptool-'));
    const tests = join(folder, 'ipptool');
    await cp(installed, tests, { recursive: true, dereference: true });
    const onePage = makePdf({ pages: 1 });
    await mkdir(join(folder, 'data'));
    // Sent without a format: what it holds must be found out from its octets.
    await writeFile(join(folder, 'data', 'testprint.ps'), onePage);
    const documents = {
      'testfile.pdf': onePage,
      'document-a4.pdf': makePdf({ pages: 4 }),
      'document-letter.pdf': makePdf({ pages: 4, size: [612, 792] }),
      // Only for printers that take PostScript; they must be there all the same.
      'document-a4.ps': Buffer.from('%!PS-Adobe-3.0\nshowpage\n'),
      'document-letter.ps': Buffer.from('%!PS-Adobe-3.0\nshowpage\n'),
      'color.jpg': makeJpeg({}),
      'gray.jpg': makeJpeg({}),
    };
    for (const [name, octets] of Object.entries(documents)) await writeFile(join(tests, name), octets);
    return new Ipptool(folder);
  }

  /** Runs an installed file such as `ipp-1.1.test`. */
  async run(uri: string, name: string, version = '2.0'): Promise<SuiteResult> {
    const file = join(this.folder, 'ipptool', name);
    const report = await this.#ask(uri, file, version);
    const lines = [...report.matchAll(/^ {4}(\S.*?) *\[(PASS|FAIL|SKIP)\]$/gm)];
    const titles = (result: string): readonly string[] =>
      lines.filter((line) => line[2] === result).map((line) => line[1] ?? '');
    // ipptool 2.4.2 leaves included files out of its own sum and of its exit status, and gives up without a word on
    // some values; so results are counted by line, and too few of them are a failure.
    const expected = await countTests(file);
    const short = lines.length < expected ? [`ipptool stopped after ${lines.length} of ${expected}`] : [];
    const { length: passed } = titles('PASS');
    const { length: skipped } = titles('SKIP');
    return { passed, skipped, failed: [...titles('FAIL'), ...short], report };
  }

  /** Runs a file of one's own. */
  async runText(uri: string, text: string): Promise<string> {
    const file = join(this.folder, 'ipptool', 'own.test');
    await writeFile(file, text);
    return this.#ask(uri, file, '2.0');
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #ask(uri: string, file: string, version: string): Promise<string> {
    const document = join(this.folder, 'ipptool', 'testfile.pdf');
    const args = ['-t', '-I', '-T', String(requestSeconds), '-V', version, '-f', document, uri, file];
    const child = spawn(needs('ipptool').found, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: suiteMs,
    });
    let report = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        report += text;
      });
    }
    await once(child, 'close');
    return report;
  }
}

/** Tests in a file and in those that it includes. */
async function countTests(file: string): Promise<number> {
  const text = await readFile(file, 'utf8');
  let count = text.match(/^\{/gm)?.length ?? 0;
  for (const [, name = ''] of text.matchAll(/^\s*INCLUDE\s+"(.+)"/gm))
    count += await countTests(join(dirname(file), name));
  return count;
}
