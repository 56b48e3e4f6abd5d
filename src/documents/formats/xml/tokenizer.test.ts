import { describe, expect, it } from 'vitest';
import { XmlTokenizer } from './tokenizer.ts';

/** What a document holds, as lines; pieces of `length` characters. */
function read(
  text: string,
  length = text.length,
): { readonly lines: string; readonly problem: string | undefined } {
  const lines: string[] = [];
  let textNow = '';
  const flush = () => {
    if (textNow !== '') lines.push(`"${textNow}"`);
    textNow = '';
  };
  const tokenizer = new XmlTokenizer('It', {
    open: ({ space, name, attributes }) => {
      flush();
      lines.push(`<${space}|${name} ${JSON.stringify([...attributes])}`);
      return name !== 'stop';
    },
    text: (piece) => {
      textNow += piece;
    },
    close: (depth) => {
      flush();
      lines.push(`>${depth}`);
    },
  });
  for (let at = 0; at < text.length; at += length) if (!tokenizer.push(text.slice(at, at + length))) break;
  const problem = tokenizer.finish()?.why;
  return { lines: lines.join(' '), problem };
}

const document = [
  '<?xml version="1.0"?>\n<!-- <no/> --><a xmlns="urn:a" xmlns:b="urn:b">one &lt;&#65;&#x42;&amp; <b:c',
  ` d = '>' b:e="&quot;"/><![CDATA[<no>&]]><f xmlns=""><?no <no/>?>two</f\n></a>\n<!-- end -->`,
].join('');

describe('reading XML', () => {
  it('tells elements by their namespaces, attributes and text', () => {
    expect(read(document)).toEqual({
      lines: [
        '<urn:a|a [["xmlns","urn:a"],["xmlns:b","urn:b"]]',
        '"one <AB& "',
        '<urn:b|c [["d",">"],["b:e","\\""]]',
        '>2',
        '"<no>&"',
        '<|f [["xmlns",""]]',
        '"two"',
        '>2',
        '>1',
      ].join(' '),
      problem: undefined,
    });
  });

  it('gives the same in pieces of any length', () => {
    const whole = read(document);
    for (const length of [1, 2, 3, 7, 50]) expect(read(document, length)).toEqual(whole);
  });

  it('stops when enough was seen', () => {
    expect(read('<a><stop/><no></a>')).toMatchObject({ problem: undefined });
  });

  it.each([
    ['an element that does not end', '<a><b></b>', 'damaged'],
    ['a tag that does not end', '<a b="', 'damaged'],
    ['a comment that does not end', '<a/><!-- ', 'damaged'],
    ['an end of what is not open', '<a></b>', 'damaged'],
    ['two roots', '<a/><b/>', 'damaged'],
    ['text outside of the root', '<a/>b', 'damaged'],
    ['nothing', ' ', 'damaged'],
    ['an attribute without quotes', '<a b=c/>', 'damaged'],
    ['an attribute twice', '<a b="" b=""/>', 'damaged'],
    ['a prefix that nobody declares', '<a:b/>', 'damaged'],
    ['a reference to what is not defined', '<a>&b;</a>', 'damaged'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'unsupported'],
    ['201 levels', '<a>'.repeat(201), 'limit:xml-depth'],
    ['a tag without end', `<a b="${'c'.repeat(8_400_000)}`, 'limit:xml-markup'],
  ])('refuses %s', (_, text, problem) => {
    expect(read(text).problem).toBe(problem);
    if (text.length < 1_000) expect(read(text, 1).problem).toBe(problem);
  });
});
