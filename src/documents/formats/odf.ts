import type { PageCount } from '../../model/page-count.ts';
import { answerDeclared, type Declaration } from './zip/declared-pages.ts';
import type { ZipPackage } from './zip/package.ts';
import { problem, type ZipProblem } from './zip/problem.ts';

const meta = 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0';
const draw = 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0';
const manifest = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';

const prefix = 'application/vnd.oasis.opendocument.';

/** Whether the text of the part `mimetype` names a document of OpenDocument (ODF 1.3 part 2 §3.3). */
export function isOdfType(mediaType: string): boolean {
  return mediaType.startsWith(prefix);
}

/**
 * OpenDocument: a text says its pages in `meta.xml`, a presentation and a drawing have one element a page in
 * `content.xml`. A spreadsheet says nothing: its pages are made when it is printed.
 */
export async function countOdf(pack: ZipPackage, format: string): Promise<PageCount> {
  return answerDeclared(format, (await encryption(pack)) ?? (await declaration(pack, format)));
}

async function declaration(pack: ZipPackage, format: string): Promise<Declaration | ZipProblem | undefined> {
  const kind = format.slice(prefix.length).replace(/-template$/, '');
  if (kind === 'text') return pagesOfText(pack);
  return kind === 'presentation' || kind === 'graphics' ? drawnPages(pack) : undefined;
}

/** The manifest tells which parts are encrypted; the whole document is, but for the manifest itself. */
async function encryption(pack: ZipPackage): Promise<ZipProblem | undefined> {
  const name = 'META-INF/manifest.xml';
  if (!pack.has(name)) return undefined;
  let found: ZipProblem | undefined;
  const wrong = await pack.readXml(name, {
    open: ({ space, name: element }) => {
      if (space === manifest && element === 'encryption-data') {
        found = problem('password', 'Its manifest says that it is encrypted.');
      }
      return found === undefined;
    },
  });
  return found ?? wrong;
}

async function pagesOfText(pack: ZipPackage): Promise<Declaration | ZipProblem | undefined> {
  let pages: string | undefined;
  const wrong = await pack.readXml('meta.xml', {
    open: (element) => {
      if (element.space === meta && element.name === 'document-statistic')
        pages = element.attribute('page-count', meta);
      return pages === undefined;
    },
  });
  if (wrong !== undefined || pages === undefined) return wrong;
  const declared = /^\d{1,10}$/.test(pages) ? Number(pages) : 0;
  return { kind: 'declared', pages: declared, source: 'page-count in meta.xml' };
}

async function drawnPages(pack: ZipPackage): Promise<Declaration | ZipProblem> {
  let pages = 0;
  const wrong = await pack.readXml('content.xml', {
    open: ({ space, name }) => {
      // Master pages are in styles.xml, and notes hold thumbnails of pages only.
      if (space === draw && name === 'page') pages += 1;
      return true;
    },
  });
  return wrong ?? { kind: 'declared', pages, source: 'pages that content.xml draws' };
}
