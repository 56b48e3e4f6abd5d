import { type Body, effects, operatorEffects, type Settings } from './actions.ts';
import { type NameMarks, newMarks } from './name-marks.ts';

/** A procedure, or the name of an operator. */
type Meaning = Body | string;

const colourOperators = [...operatorEffects]
  .filter(([, effect]) => effect === effects.colour)
  .map(([name]) => name);

/** Names looked at to tell what one may lead to. */
const lookedAtMax = 10_000;
/** The same where it is asked of each procedure within procedures; those of drivers lead to some dozen. */
const lookedAtHereMax = 200;
/** Procedures that define one that defines one … : each is looked at anew, and costs stack. */
const definingMax = 20;

interface Look {
  readonly seen: Set<string>;
  readonly namesMax: number;
  readonly depth: number;
}

/** What the names of a program mean, and what calling one may lead to. */
export class Definitions {
  readonly #meanings = new Map<string, Meaning>();
  readonly #effects = new Map<string, number>();
  /** What names meant before, for what `restore` undoes. */
  readonly #before: { readonly name: string; readonly meaning: Meaning | undefined }[] = [];
  /**
   * Names that may set colour whatever they mean now: some procedure gives them colour when it runs, or they are operators
   * of colour, for which a program may have put others in their place in ways that are not followed.
   */
  readonly #coloured = new Set(colourOperators);
  #remembering = false;
  #marks: NameMarks | undefined;
  #marksWithoutColour: NameMarks | undefined;

  meaningOf(name: string): Meaning {
    return this.#meanings.get(name) ?? (operatorEffects.has(name) ? name : []);
  }

  effectOf(name: string): number {
    const known = this.#effects.get(name);
    if (known !== undefined) return known;
    const effect = this.#look([{ kind: 'call', name }]);
    this.#effects.set(name, effect);
    return effect;
  }

  effectOfBody(body: Body): number {
    return this.#look(body);
  }

  /** Whether a name is a procedure of the program that calls this operator. */
  calls(name: string, operator: string): boolean {
    const meaning = this.#meanings.get(name);
    if (meaning === undefined || typeof meaning === 'string') return meaning === operator;
    return meaning.some((action) => action.kind === 'call' && action.name === operator);
  }

  define(name: string, body: Body): void {
    this.#give(name, body);
  }

  /** The other name's meaning of now: what it is given later does not change this one. */
  alias(name: string, of: string): void {
    this.#give(name, this.meaningOf(of));
  }

  /**
   * A procedure gives this meaning to a name. Whether and when it runs is not followed: Adobe Illustrator has its operators
   * of colour define what painting will do. From here on the name may set colour, if the meaning does.
   */
  mayDefine(name: string, body: Body): void {
    if (this.#coloured.has(name)) return;
    // What cannot be looked at to its end may be colour.
    const effect = this.#look(body, { seen: new Set(), namesMax: lookedAtHereMax, depth: 0 });
    if ((effect & (effects.colour | effects.doubt)) === 0) return;
    this.#coloured.add(name);
    this.#forget();
  }

  /** Whether a name may set colour by another meaning than the one that is followed. */
  mayColour(name: string): boolean {
    return this.#coloured.has(name);
  }

  /** A place that `restore` can go back to. */
  remember(): number {
    this.#remembering = true;
    return this.#before.length;
  }

  restore(place: number): void {
    while (this.#before.length > place) {
      const last = this.#before.pop();
      if (last === undefined) return;
      if (last.meaning === undefined) this.#meanings.delete(last.name);
      else this.#meanings.set(last.name, last.meaning);
      this.#forget();
    }
  }

  marks(colourKnown: boolean): NameMarks {
    if (colourKnown) return (this.#marksWithoutColour ??= this.#newMarks(effects.colour));
    return (this.#marks ??= this.#newMarks(effects.none));
  }

  #newMarks(without: number): NameMarks {
    const operators = [...operatorEffects].filter(
      ([, effect]) => effect === effects.none || effect !== without,
    );
    const known = new Set([...this.#meanings.keys(), ...this.#coloured]);
    const names = [...known].filter((name) => (this.effectOf(name) & ~without) !== 0);
    return newMarks([...operators.map(([name]) => name), ...names]);
  }

  #give(name: string, meaning: Meaning): void {
    const before = this.#meanings.get(name);
    const effectBefore = this.effectOf(name);
    this.#meanings.set(name, meaning);
    this.#effects.delete(name);
    // As long as neither leads to anything, what is known of all others holds.
    if (effectBefore === effects.none && this.effectOf(name) === effects.none) return;
    if (this.#remembering) this.#before.push({ name, meaning: before });
    this.#forget();
  }

  #forget(): void {
    this.#effects.clear();
    this.#marks = undefined;
    this.#marksWithoutColour = undefined;
  }

  /** Everything that may come of a procedure, in whatever order, how deep ever. */
  #look(body: Body, look: Look = { seen: new Set(), namesMax: lookedAtMax, depth: 0 }): number {
    const { seen, namesMax, depth } = look;
    let effect: number = effects.none;
    const bodies: Body[] = [body];
    for (let next = bodies.pop(); next !== undefined; next = bodies.pop()) {
      if (seen.size > namesMax || depth > definingMax) return effect | effects.doubt;
      for (const action of next) {
        switch (action.kind) {
          case 'call':
            if (!seen.has(action.name)) effect |= this.#lookAtCall(action.name, bodies);
            seen.add(action.name);
            break;
          case 'perhaps':
            bodies.push(action.body);
            break;
          case 'define':
            effect |= redefinitionOf(
              this.#effectKnown(action.name) | this.#look(action.body, { ...look, depth: depth + 1 }),
            );
            break;
          case 'alias':
            effect |= redefinitionOf(this.#effectKnown(action.name) | this.#effectKnown(action.of));
            break;
          case 'set':
            effect |= effectOfSettings(action.settings);
            break;
          case 'doubt':
            effect |= effects.doubt;
            break;
        }
      }
    }
    return effect;
  }

  #lookAtCall(name: string, bodies: Body[]): number {
    const meaning = this.meaningOf(name);
    const given = this.#coloured.has(name) ? effects.colour : effects.none;
    if (typeof meaning === 'string') return given | (operatorEffects.get(meaning) ?? effects.none);
    bodies.push(meaning);
    return given;
  }

  /** Of names that lead to themselves no more is asked than what is known already. */
  #effectKnown(name: string): number {
    const meaning = this.#meanings.get(name);
    if (meaning === undefined || typeof meaning === 'string') {
      return operatorEffects.get(meaning ?? name) ?? effects.none;
    }
    return this.#effects.get(name) ?? effects.none;
  }
}

/** Colour has many names, and which of them a device lacks is found out in conditions: those are no matter of doubt. */
function redefinitionOf(effect: number): number {
  return (effect & ~effects.colour) === effects.none ? effects.none : effects.redefinition;
}

function effectOfSettings({ copies, duplex, tumble, media, unclear = [] }: Settings): number {
  let effect: number = effects.none;
  if (copies !== undefined || unclear.includes('copies')) effect |= effects.copies;
  if (duplex !== undefined || tumble !== undefined || unclear.includes('sides')) effect |= effects.sides;
  if (media !== undefined || unclear.includes('media')) effect |= effects.media;
  return effect;
}
