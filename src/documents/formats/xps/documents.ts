import { copiesMax } from '../../../model/money.ts';
import { type PageFacts, PageRunList } from '../../page-runs.ts';
import type { XmlElement } from '../xml/element.ts';
import { resolvePart, type ZipPackage } from '../zip/package.ts';
import { problem, type ZipProblem } from '../zip/problem.ts';
import { readRelationships } from '../zip/relationships.ts';
import { FixedPageReader } from './page.ts';
import { isPrintTicket, isXpsSpace } from './space.ts';
import { readTicket, type XpsTicket } from './ticket.ts';

/** 20 times the longest document that a print room sees. */
const pagesMax = 100_000;
const documentsMax = 10_000;
/** Octets read before size and colour of further pages are left open. */
const factsOctetsMax = 67_108_864;

/**
 * The pages of an XPS document (ECMA-388 §10.1):
 *
 *     FixedDocumentSequence   <DocumentReference Source="…"/>…     each leads to a
 *     FixedDocument           <PageContent Source="…"/>…           each leads to a
 *     FixedPage               <FixedPage Width="…" Height="…">
 *
 * Any of them may have a PrintTicket. Parts that none of them names are no pages.
 */
export class XpsDocuments {
  readonly pages: PageRunList = new PageRunList();
  documents = 0;
  /** What is doubtful, '' when nothing is. */
  doubt = '';
  readonly #pack: ZipPackage;
  readonly #facts = new Map<string, PageFacts>();
  readonly #tickets = new Map<string, XpsTicket>();

  constructor(pack: ZipPackage) {
    this.#pack = pack;
  }

  /** Adds the pages of all documents of this sequence; says what stood in the way. */
  async addSequence(name: string): Promise<ZipProblem | undefined> {
    const tickets = [await this.#ticketOf(''), await this.#ticketOf(name)];
    const job = joined(tickets);
    if (isProblem(job)) return job;
    const documents = await this.#references(name, {
      root: 'FixedDocumentSequence',
      kid: 'DocumentReference',
    });
    if (isProblem(documents)) return documents;
    for (const document of documents) {
      if (this.documents === documentsMax) {
        return problem('limit:xps-documents', `It has more than ${documentsMax} documents.`);
      }
      const wrong = await this.#addDocument(document, job);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  async #addDocument(name: string, job: XpsTicket): Promise<ZipProblem | undefined> {
    const ticket = await this.#ticketOf(name);
    if (isProblem(ticket)) return ticket;
    const pages = await this.#references(name, { root: 'FixedDocument', kid: 'PageContent' });
    if (isProblem(pages)) return pages;
    // Job-wide sides go on from one document to the next, on the back of its last sheet.
    const contiguous = job.jobSides !== undefined && ticket.documentSides === undefined;
    let newDocument = this.documents > 0 && !contiguous;
    this.documents += 1;
    for (const page of pages) {
      if (this.pages.pages >= pagesMax) return problem('limit:pages', `It has more than ${pagesMax} pages.`);
      const printing = await this.#printing(page, job, ticket);
      if (isProblem(printing)) return printing;
      const facts = await this.#factsOf(page);
      if (isProblem(facts)) return facts;
      this.pages.add({ ...facts, ...printing, newDocument });
      newDocument = false;
    }
    return undefined;
  }

  /** How a page prints: scopes multiply, and within a scope the ticket next to the page decides. */
  async #printing(page: string, job: XpsTicket, document: XpsTicket): Promise<PageFacts | ZipProblem> {
    const own = await this.#ticketOf(page);
    if (isProblem(own)) return own;
    const copies =
      (job.jobCopies ?? 1) *
      (document.documentCopies ?? job.documentCopies ?? 1) *
      (own.pageCopies ?? document.pageCopies ?? job.pageCopies ?? 1);
    if (copies > copiesMax) return problem('limit:copies', `${copies} copies are asked for.`);
    if (Math.max(job.numberUp ?? 1, document.numberUp ?? 1, own.numberUp ?? 1) > 1) {
      this.doubt = 'Its PrintTicket asks for several pages on a side, which devices obey or not.';
    }
    const sides = document.documentSides ?? job.jobSides ?? job.documentSides;
    return { copies: copies === 1 ? undefined : copies, sides };
  }

  async #ticketOf(part: string): Promise<XpsTicket | ZipProblem> {
    const relationships = await readRelationships(this.#pack, part);
    if (isProblem(relationships)) return relationships;
    const target = relationships.find(({ type }) => isPrintTicket(type))?.target;
    if (target === undefined) return {};
    const known = this.#tickets.get(target);
    if (known !== undefined) return known;
    const ticket = await readTicket(this.#pack, target);
    if (!isProblem(ticket)) this.#tickets.set(target, ticket);
    return ticket;
  }

  /** Size and colour. A page that is missing or damaged cannot print; one that is only large is left open. */
  async #factsOf(name: string): Promise<PageFacts | ZipProblem> {
    if (!this.#pack.has(name)) return problem('incomplete', `The page ${name} is missing.`);
    const known = this.#facts.get(name);
    if (known !== undefined || this.#pack.effort.octets > factsOctetsMax) return known ?? {};
    const reader = new FixedPageReader();
    const wrong = await this.#pack.readXml(name, reader);
    const large = wrong?.why.startsWith('limit:') === true;
    if (wrong !== undefined && !large) return wrong;
    if (!reader.isPage) return problem('damaged', `${name} is no FixedPage.`);
    const facts = { media: reader.media, colour: large ? undefined : reader.colour };
    this.#facts.set(name, facts);
    return facts;
  }

  /** The parts that the kids of a root refer to, in order. */
  async #references(
    part: string,
    names: { readonly root: string; readonly kid: string },
  ): Promise<readonly string[] | ZipProblem> {
    const found: string[] = [];
    let strange: ZipProblem | undefined;
    const wrong = await this.#pack.readXml(part, {
      open: (element) => {
        const reference = referenceOf(element, names);
        if (typeof reference === 'string') found.push(resolvePart(reference, part));
        else strange = reference;
        return strange === undefined && found.length <= pagesMax;
      },
    });
    return strange ?? wrong ?? found;
  }
}

/** What an element refers to; undefined for those that refer to nothing, such as link targets. */
function referenceOf(
  element: XmlElement,
  { root, kid }: { readonly root: string; readonly kid: string },
): string | ZipProblem | undefined {
  const { space, name, depth } = element;
  const ours = isXpsSpace(space);
  if (depth === 1)
    return ours && name === root ? undefined : problem('damaged', `There is ${name} instead of ${root}.`);
  if (name === 'AlternateContent')
    return problem('unsupported', `${root} offers alternatives, which are not read.`);
  if (!ours || depth !== 2 || name !== kid) return undefined;
  return element.attribute('Source') ?? problem('damaged', `A ${kid} has no source.`);
}

function joined(tickets: readonly (XpsTicket | ZipProblem)[]): XpsTicket | ZipProblem {
  let all: XpsTicket = {};
  for (const ticket of tickets) {
    if (isProblem(ticket)) return ticket;
    all = { ...all, ...ticket };
  }
  return all;
}

function isProblem(value: object): value is ZipProblem {
  return 'kind' in value && value.kind === 'problem';
}
