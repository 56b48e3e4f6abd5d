import { takeLine } from '../device/line.ts';
import { type DeviceEnd, damaged, endByOctets, unsupported } from '../device/script.ts';
import { awaitOctet } from '../octets/octet-script.ts';
import type { EscapePage } from './page.ts';
import type { Sequence } from './sequence.ts';

const at = 0x40;
/** `SET` has copies as CO and sets as QT, sides as DX with BD; `EN` or `ENTER` names the language. */
const entering = /^@EJL\s+EN(?:TER)?\s+LA(?:NGUAGE)?\s*=\s*"?([\w/-]+)/i;

/**
 * EJL of Epson behind ESC 01: lines "@EJL …" to LF, then the data. `languages` are those that may be entered.
 */
export function ejl(languages: RegExp): Sequence {
  return {
    *read(page, _args, input) {
      if (page.marked) return damaged('EJL begins within a page.');
      for (;;) {
        const line = yield* takeLine(input);
        if (line?.startsWith('@EJL') !== true) return damaged('No line of EJL begins where one should.');
        const problem = obey(page, line, languages);
        if (problem !== undefined) return problem;
        if (input.left === 0) yield* awaitOctet(endByOctets);
        if (input.peek() !== at) return undefined;
      }
    },
  };
}

function obey(page: EscapePage, line: string, languages: RegExp): DeviceEnd | undefined {
  const language = entering.exec(line)?.[1];
  if (language !== undefined && !languages.test(language)) {
    return unsupported(`EJL enters the language "${language.slice(0, 40)}".`);
  }
  // What is drawn then may carry colour.
  if (language !== undefined) page.setColour(/COLOR$/i.test(language));
  const value = (name: string): string | undefined =>
    new RegExp(String.raw`\s${name}\s*=\s*"?(\w+)`, 'i').exec(line)?.[1]?.toUpperCase();
  const copies = Number(value('CO') ?? 1);
  const sets = Number(value('QT') ?? 1);
  if (copies > 1 && sets > 1) return unsupported('EJL asks for copies and for sets.');
  if (copies * sets > 1) page.pages.setCopies(copies * sets);
  if (value('DX') === 'ON') {
    page.pages.setSides(value('BD') === 'SE' ? 'two-sided-short-edge' : 'two-sided-long-edge');
  }
  return undefined;
}
