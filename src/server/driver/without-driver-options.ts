import { attributeOf, firstString, type IppAttribute, type IppAttributes, keyword } from '../../ipp/index.ts';
import { driverOptions } from './driver-options.ts';
import { paperNamed } from './paper-names.ts';

/** What CUPS called print-color-mode before PWG 5100.13; cups4j sends it with every job. */
const outputMode = { name: 'output-mode', attribute: 'print-color-mode', valueOf: keyword };

/**
 * Job attributes in the words of IPP alone: libcups sends options of a driver file, and the short name of a paper that
 * somebody typed (`lp -o media=A4`), as they stand. An attribute of IPP wins over an option that means the same.
 */
export function withoutDriverOptions(asked: IppAttributes): IppAttributes {
  const meant = new Map<string, IppAttribute>();
  for (const { name, attribute, valueOf } of [...driverOptions, outputMode]) {
    const [choice] = asked.get(name)?.values ?? [];
    const value =
      choice?.syntax === 'name' || choice?.syntax === 'keyword' ? valueOf(choice.value) : undefined;
    if (value !== undefined) meant.set(name, attributeOf(attribute, value));
  }
  const paper = paperNamed(firstString(asked, 'media') ?? '');
  if (meant.size === 0 && paper === undefined) return asked;
  const others = [...asked].filter(([name]) => !meant.has(name));
  return new Map([
    ...[...meant.values()].map((attribute) => [attribute.name, attribute] as const),
    ...others,
    ...(paper === undefined ? [] : [['media', attributeOf('media', keyword(paper))] as const]),
  ]);
}
