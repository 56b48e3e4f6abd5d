import { firstString, type IppAttributes, type IppValue, integers, outOfBand } from '../../ipp/index.ts';
import { sizeOf } from '../../model/media-size.ts';
import type { DriverChoice } from './driver-choice.ts';
import { type DriverOption, driverOptions, paperOption } from './driver-options.ts';

/**
 * The offer of a printer as a driver file (PPD): `lpoptions -l` and older applications look for options nowhere else when
 * they talk to a server directly. It only names what can be asked for; documents go out as PDF and nothing is filtered.
 */
export function driverFile(offered: IppAttributes): string {
  const model = quotable(firstString(offered, 'printer-make-and-model') ?? '').slice(0, modelLettersMax);
  const papers = choicesOf(paperOption, offered);
  return [
    ...headOf(model, offered),
    ...driverOptions.flatMap((option) => pickOne(option, choicesOf(option, offered))),
    ...pickOne({ ...paperOption, name: 'PageRegion' }, papers),
    ...areasOf(papers, offered),
    '',
  ].join('\n');
}

/** PPD specification 4.3 §5.3: ShortNickName has at most 31 letters. */
const modelLettersMax = 31;

function headOf(model: string, offered: IppAttributes): readonly string[] {
  return [
    '*PPD-Adobe: "4.3"',
    '*FormatVersion: "4.3"',
    '*FileVersion: "1.0"',
    '*LanguageVersion: English',
    '*LanguageEncoding: ISOLatin1',
    '*PCFileName: "PLATEN.PPD"',
    '*Manufacturer: "Platen"',
    `*ModelName: "${model}"`,
    `*ShortNickName: "${model}"`,
    `*NickName: "${model}"`,
    '*Product: "(Platen)"',
    '*PSVersion: "(3010.000) 0"',
    '*LanguageLevel: "3"',
    '*FileSystem: False',
    `*ColorDevice: ${isColour(offered) ? 'True' : 'False'}`,
    `*DefaultColorSpace: ${isColour(offered) ? 'RGB' : 'Gray'}`,
    '*cupsVersion: 2.4',
    '*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"',
  ];
}

function isColour(offered: IppAttributes): boolean {
  return (
    offered.get('color-supported')?.values.some((each) => each.syntax === 'boolean' && each.value) ?? false
  );
}

interface Choice extends DriverChoice {
  readonly value: IppValue;
  readonly isDefault: boolean;
}

function choicesOf({ attribute, choiceOf }: DriverOption, offered: IppAttributes): readonly Choice[] {
  const standard = choiceOf(offered.get(`${attribute}-default`)?.values[0] ?? nothing)?.name;
  return (offered.get(`${attribute}-supported`)?.values ?? []).flatMap((value) => {
    const choice = choiceOf(value);
    return choice === undefined ? [] : [{ ...choice, value, isDefault: choice.name === standard }];
  });
}

const nothing = outOfBand('no-value');

function pickOne(
  { name, title }: Pick<DriverOption, 'name' | 'title'>,
  choices: readonly Choice[],
): readonly string[] {
  if (choices.length === 0) return [];
  return [
    `*OpenUI *${name}/${title}: PickOne`,
    `*OrderDependency: 10 AnySetup *${name}`,
    `*Default${name}: ${standardOf(choices)}`,
    ...choices.map((choice) => `*${name} ${choice.name}/${choice.title}: ""`),
    `*CloseUI: *${name}`,
  ];
}

function standardOf(choices: readonly Choice[]): string {
  return (choices.find(({ isDefault }) => isDefault) ?? choices[0])?.name ?? '';
}

/** Where a page may be marked, and its size, from the lower left corner in points. */
function areasOf(papers: readonly Choice[], offered: IppAttributes): readonly string[] {
  const margin = (side: 'left' | 'bottom' | 'right' | 'top'): number =>
    integers(offered, `media-${side}-margin-supported`)[0] ?? 0;
  const [left, bottom, right, top] = [margin('left'), margin('bottom'), margin('right'), margin('top')];
  const areas = papers.flatMap(({ name, title, value }) => {
    const size = sizeOf(value.syntax === 'keyword' ? value.value : '');
    if (size === undefined) return [];
    const { x, y } = size;
    const area = [left, bottom, x - right, y - top].map(points).join(' ');
    return [
      `*ImageableArea ${name}/${title}: "${area}"`,
      `*PaperDimension ${name}/${title}: "${points(x)} ${points(y)}"`,
    ];
  });
  const standard = standardOf(papers);
  return [`*DefaultImageableArea: ${standard}`, `*DefaultPaperDimension: ${standard}`, ...areas];
}

/** Of hundredths of a millimetre, to a hundredth of a point. */
function points(hundredths: number): string {
  return String(Math.round((hundredths / 2_540) * 7_200) / 100);
}

/** What may stand between quotation marks: printing ASCII without the mark itself. */
function quotable(words: string): string {
  return words.replace(/[^\x20-\x7e]|"/g, '').trim();
}
