import { clippedText } from '../../base/clipped-text.ts';
import { firstInteger, firstString, type IppAttribute, type IppAttributes } from '../../ipp/index.ts';
import type { JobEdit } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { priorityDefault } from '../attributes/job-template.ts';
import { operatorMessageName } from '../attributes/settable.ts';
import { operatorWord } from '../requests/operator-word.ts';
import { delayedOf, delayNames, heldOf, holdNames, saysWhatIsOver, waitNames } from './holding.ts';
import { nameOctetsMax } from './job-request.ts';
import { decodedFromRecord, encodedForRecord } from './kept-attributes.ts';
import { languageSaid } from './spoken-value.ts';

export interface Editing {
  /** attributes-natural-language of the request, where it may name the job. */
  readonly language?: string;
  readonly nowMs: number;
}

/** What becomes of a job when these attributes take the place of its own; `delete-attribute` takes one away. */
export function editOf(job: Job, said: IppAttributes, { language, nowMs }: Editing): JobEdit {
  const templates = new Map(decodedFromRecord(job.attributes));
  if (saysWhatIsOver(job)) for (const name of waitNames) templates.delete(name);
  const asked = withoutIdle(said, templates);
  const name = firstString(asked, 'job-name');
  for (const attribute of asked.values()) {
    if (attribute.name === 'job-name' || attribute.name === operatorMessageName) continue;
    if (isDeletion(attribute)) templates.delete(attribute.name);
    else templates.set(attribute.name, attribute);
  }
  for (const name of overruledBy(asked)) templates.delete(name);
  return {
    ...(name === undefined
      ? {}
      : {
          name: clippedText(name, nameOctetsMax),
          nameLanguage: languageSaid(asked.get('job-name')) ?? language,
        }),
    ...(asked.has(operatorMessageName)
      ? { operatorMessage: operatorWord(asked.get(operatorMessageName)) }
      : {}),
    ...(asked.has('job-priority')
      ? { priority: firstInteger(asked, 'job-priority') ?? priorityDefault }
      : {}),
    ...(holdNames.some((name) => asked.has(name)) ? { held: heldOf(templates, nowMs) } : {}),
    ...(delayNames.some((name) => asked.has(name)) ? { delayed: delayedOf(templates, nowMs) ?? false } : {}),
    attributes: encodedForRecord(templates),
  };
}

/** RFC 3380 §4.2: to take away a wait that the job does not have changes nothing of the one that it has. */
function withoutIdle(said: IppAttributes, templates: IppAttributes): IppAttributes {
  const isIdle = (attribute: IppAttribute): boolean =>
    waitNames.includes(attribute.name) && isDeletion(attribute) && !templates.has(attribute.name);
  return new Map([...said].filter(([, attribute]) => !isIdle(attribute)));
}

/** Of a period and a moment that ask for one wait, the one that is not named now: `no-hold` is to end a hold until a moment too. */
function overruledBy(asked: IppAttributes): readonly string[] {
  const isSet = (name: string): boolean => {
    const attribute = asked.get(name);
    return attribute !== undefined && !isDeletion(attribute);
  };
  return [holdNames, delayNames].flatMap((names) =>
    names.some(isSet) ? names.filter((name) => !isSet(name)) : [],
  );
}

export function isDeletion({ values }: IppAttribute): boolean {
  return values.length === 1 && values[0]?.syntax === 'delete-attribute';
}
