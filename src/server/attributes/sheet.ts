import { attribute, type IppAttribute, type IppAttributes } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { abilityAttributes, identityAttributes, type ServerFacts } from './description.ts';
import { jobTemplateAttributes, memberNames } from './job-template.ts';
import { mediaDatabase } from './media.ts';
import { type Ability, abilityKeyOf, offerOf } from './offer.ts';
import { jobSettable } from './settable.ts';
import { database, groupsOf, type Slice, sliceOf, template } from './slice.ts';

/** All that is told of one printer but its addresses, its state, and what is said in the language of who asks. */
export interface Sheet {
  readonly attributes: IppAttributes;
  /** Of this printer alone; those of its ability come behind them. */
  readonly slices: readonly Slice[];
  readonly ability: AbilitySheet;
}

/** What printers of one ability tell alike. */
export interface AbilitySheet {
  readonly attributes: IppAttributes;
  readonly slices: readonly Slice[];
  /** By what is asked for. */
  readonly joined: Map<string, JoinedSlices>;
}

/** Slices that are sent, behind one another. */
export interface JoinedSlices {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Of the abilities, which are as many as there are kinds of printers, not as there are printers. */
const abilitiesMax = 64;

/**
 * Makes sheets. All but a few attributes of a printer come from what it can: they are encoded once for all printers that
 * can the same, so that a thousand printers of a kind cost the time and the memory of one.
 */
export class SheetMaker {
  readonly #server: ServerFacts;
  readonly #abilities = new Map<string, AbilitySheet>();

  constructor(server: ServerFacts) {
    this.#server = server;
  }

  /** `announced`: the name on the network, where it is not the one that was wanted. */
  sheetOf(view: PrinterView, announced: string | undefined): Sheet {
    const offer = offerOf(view);
    const ability = this.#abilityOf(offer);
    const identity = identityAttributes(offer, this.#server);
    const told = identity.map((each) =>
      each.name === 'printer-dns-sd-name' && announced !== undefined
        ? attribute('printer-dns-sd-name', announced)
        : each,
    );
    return {
      attributes: new Map([...identity.map(named), ...ability.attributes]),
      slices: told.map(described),
      ability,
    };
  }

  #abilityOf(ability: Ability): AbilitySheet {
    const key = abilityKeyOf(ability);
    if (key === undefined) return this.#newAbility(ability);
    const known = this.#abilities.get(key);
    if (known !== undefined) return known;
    const sheet = this.#newAbility(ability);
    if (this.#abilities.size >= abilitiesMax) this.#abilities.clear();
    this.#abilities.set(key, sheet);
    return sheet;
  }

  #newAbility(ability: Ability): AbilitySheet {
    const templates = jobTemplateAttributes(ability);
    const creation = { name: 'job-creation-attributes-supported', values: creationNames(templates, ability) };
    const settable = jobSettable(new Map(templates.map(named)));
    const descriptions = [...abilityAttributes(ability, this.#server), creation, settable];
    return {
      attributes: new Map([...descriptions, ...templates].map(named)),
      slices: [
        ...descriptions.map(described),
        ...templates.filter(({ name }) => name !== database).map((each) => sliceOf(each, template)),
        ...mediaDatabase(ability).map((each) => sliceOf(each, [])),
      ],
      joined: new Map(),
    };
  }
}

function named(each: IppAttribute): readonly [string, IppAttribute] {
  return [each.name, each];
}

function described(each: IppAttribute): Slice {
  return sliceOf(each, groupsOf(each.name));
}

/**
 * What Print-Job and Create-Job take: the bare names of everything that has an `xxx-supported` (PWG 5100.7 §6.9.2). What is
 * only kept as it came (src/server/jobs/supplied.ts) and has a registered `xxx-supported` that we do not answer is left out:
 * charset, language and format version that a client names change nothing of how its document is counted or printed.
 */
function creationNames(templates: readonly IppAttribute[], ability: Ability): IppAttribute['values'] {
  const ofMembers = memberNames(ability);
  const operation = [
    'compression',
    'document-format',
    'document-message',
    'document-name',
    'ipp-attribute-fidelity',
    'job-name',
    'job-impressions',
    'job-impressions-col',
    'job-k-octets',
    'job-mandatory-attributes',
    'job-password',
    'job-password-encryption',
    'job-media-sheets',
    'job-media-sheets-col',
    'job-pages',
    'job-pages-col',
  ];
  const ticket = templates
    .filter(
      (each) => each.name.endsWith('-supported') && !aboutMedia.has(each.name) && !ofMembers.has(each.name),
    )
    .map((each) => each.name.slice(0, -'-supported'.length));
  return [...new Set([...operation, ...ticket])].map((value) => ({ syntax: 'keyword', value }));
}

/** Describes members of media-col and the like, which are not attributes of a job. */
const aboutMedia: ReadonlySet<string> = new Set([
  'finishing-template-supported',
  'max-page-ranges-supported',
  'media-bottom-margin-supported',
  'media-color-supported',
  'media-left-margin-supported',
  'media-right-margin-supported',
  'media-size-supported',
  'media-source-supported',
  'media-top-margin-supported',
  'media-type-supported',
]);
