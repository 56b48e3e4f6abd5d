import { type AttributeName, enumeration, enums, type IppValue, keyword } from '../../ipp/index.ts';
import type { DriverChoice } from './driver-choice.ts';
import { paperChoice, paperNamed } from './paper-names.ts';

/** An option of a driver file and the IPP attribute that it stands for. */
export interface DriverOption {
  readonly name: string;
  readonly title: string;
  readonly attribute: AttributeName;
  /** Undefined for a value that a driver file cannot name. */
  readonly choiceOf: (value: IppValue) => DriverChoice | undefined;
  readonly valueOf: (choice: string) => IppValue | undefined;
}

type Spelling = readonly [choice: string, title: string, value: IppValue];

export const paperOption: DriverOption = {
  name: 'PageSize',
  title: 'Media Size',
  attribute: 'media',
  choiceOf: (value) => (value.syntax === 'keyword' ? paperChoice(value.value) : undefined),
  valueOf: (choice) => keyword(paperNamed(choice) ?? choice),
};

/** The names are those of Adobe's PPD specification 4.3 and, for colour and quality, of the driver files that CUPS makes. */
export const driverOptions: readonly DriverOption[] = [
  paperOption,
  spelled({ name: 'Duplex', title: '2-Sided Printing', attribute: 'sides' }, [
    ['None', 'Off', keyword('one-sided')],
    ['DuplexNoTumble', 'Long-Edge (Portrait)', keyword('two-sided-long-edge')],
    ['DuplexTumble', 'Short-Edge (Landscape)', keyword('two-sided-short-edge')],
  ]),
  spelled({ name: 'ColorModel', title: 'Output Mode', attribute: 'print-color-mode' }, [
    ['Auto', 'As in the Document', keyword('auto')],
    ['RGB', 'Color', keyword('color')],
    ['Gray', 'Grayscale', keyword('monochrome')],
  ]),
  spelled({ name: 'cupsPrintQuality', title: 'Print Quality', attribute: 'print-quality' }, [
    ['Draft', 'Draft', enumeration(enums.printQuality.draft)],
    ['Normal', 'Normal', enumeration(enums.printQuality.normal)],
    ['High', 'High', enumeration(enums.printQuality.high)],
  ]),
];

function spelled(
  option: Pick<DriverOption, 'name' | 'title' | 'attribute'>,
  spellings: readonly Spelling[],
): DriverOption {
  return {
    ...option,
    choiceOf: (value) => {
      const known = spellings.find(([, , each]) => isSame(each, value));
      return known === undefined ? undefined : { name: known[0], title: known[1] };
    },
    valueOf: (choice) => spellings.find(([name]) => name === choice)?.[2],
  };
}

function isSame(one: IppValue, other: IppValue): boolean {
  return 'value' in one && 'value' in other && one.syntax === other.syntax && one.value === other.value;
}
