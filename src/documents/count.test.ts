import { afterAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  makeJpeg,
  makePdf,
  makePwg,
  makeText,
  makeUrf,
} from '../../test/support/documents/index.ts';
import { createDocumentCounters, recognisedFormats } from './count.ts';
import { defaultCountLimits } from './limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

const made = {
  'application/pdf': makePdf({ pages: 3 }),
  'image/pwg-raster': makePwg({ pages: 3, colour: [2] }),
  'image/urf': makeUrf({ pages: 3, colour: [2], sides: 'two-sided-long-edge' }),
  'image/jpeg': makeJpeg(),
  'text/plain': makeText({ pages: 3 }),
};

describe('counting a document', () => {
  it.each(Object.entries(made))(
    'recognises %s by its content, whatever was announced',
    async (type, octets) => {
      for (const announced of [undefined, 'application/octet-stream', 'application/vnd.example']) {
        const count = await countOctets(counters, octets, announced === undefined ? {} : { announced });
        expect(count).toMatchObject({ kind: 'counted', format: type, pages: type === 'image/jpeg' ? 1 : 3 });
      }
    },
  );

  it.each(Object.entries(made))('gives the same answer for %s in chunks of any size', async (_, octets) => {
    const whole = await countOctets(counters, octets);
    for (const chunks of [[1], [7], [1_000], [1_024], [1_025], [3, 1_800, 1, 5]]) {
      expect(await countOctets(counters, octets, { chunks })).toEqual(whole);
    }
  });

  it('says that an empty document is empty', async () => {
    expect(await countOctets(counters, Buffer.alloc(0))).toMatchObject({ kind: 'unknown', why: 'empty' });
  });

  it.each([
    ['application/rtf', '{\\rtf1 a letter}'],
    ['application/vnd.hp-HPGL', 'IN;SP1;PA0,0;PD9,9;PG;'],
    ['application/vnd.hp-HPGL', '\r\nDF;IN;PS4000,3000;'],
    ['application/vnd.hp-HPGL', 'BP5,1;INSP1PD9,9;'],
    ['application/x-cpcl', '! 0 200 200 210 5\r\nTEXT 4 0 30 40 Five labels\r\nFORM\r\nPRINT\r\n'],
    ['application/x-cpcl', '! U1 setvar "device.languages" "zpl"\r\n'],
    ['application/x-tspl', 'SIZE 100 mm, 50 mm\r\nCLS\r\nTEXT 9,9,"3",0,1,1,"x"\r\nPRINT 3,2\r\n'],
    ['application/x-tspl', 'CLS\nBARCODE 9,9\nPRINT 1\n'],
  ])('names %s, which it does not count: %j', async (format, text) => {
    const expected = { kind: 'unknown', format, why: 'unsupported' };
    expect(await countOctets(counters, Buffer.from(text))).toMatchObject(expected);
  });

  it.each(['IN THE BEGINNING', 'IN;', 'IN UK-based', '! 3 of 5', 'SIZE 40, please', 'CLASS'])(
    'takes %j for the text that it is',
    async (text) => {
      expect(await countOctets(counters, Buffer.from(text))).toMatchObject({
        format: 'text/plain',
        pages: 1,
      });
    },
  );

  it('does not guess at octets that begin like nothing it knows', async () => {
    const count = await countOctets(counters, Buffer.from([0, 1, 2, 3, 250, 251]));
    expect(count).toMatchObject({ kind: 'unknown', why: 'unsupported' });
    expect(count.format).toBeUndefined();
  });

  it('lets the announced type decide only where text could be a program', async () => {
    const text = Buffer.from('newpath 0 0 moveto\nshowpage\n');
    const announced = 'application/postscript';
    expect(await countOctets(counters, text)).toMatchObject({ format: 'text/plain', pages: 1 });
    expect(await countOctets(counters, text, { announced })).toMatchObject({ why: 'unsupported' });
  });

  it('takes text that is announced as PDF for the text that it is', async () => {
    const text = makeText({ pages: 1 });
    const count = await countOctets(counters, text, { announced: 'application/pdf' });
    expect(count).toMatchObject({ format: 'text/plain', pages: 1 });
  });

  it.each(['%PDFn\r\ntrailer <</Root 5 0 R>>', '00008 0 obj<</Type/XRef>>stream\n'])(
    'does not lay out as text what is left of a PDF: %j',
    async (text) => {
      const count = await countOctets(counters, Buffer.from(text));
      expect(count).toMatchObject({ kind: 'unknown', format: 'application/pdf' });
    },
  );

  it('rejects with the reason when counting was stopped before', async () => {
    const reason = new Error('the client went away');
    const counter = counters.counter();
    counter.push(made['application/pdf']);
    await expect(counter.finish({ octets: 1 }, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('lists the formats that it looks into', () => {
    expect(recognisedFormats).toEqual([
      'application/gzip',
      'application/vnd.hp-PJL',
      'application/vnd.hp-PCL',
      'application/postscript',
      'application/PCLm',
      'application/pdf',
      'image/pwg-raster',
      'application/vnd.cups-raster',
      'image/urf',
      'application/vnd.hp-PCLXL',
      'application/x-zjstream',
      'application/x-slx',
      'application/x-oakt',
      'application/x-xqx',
      'application/x-hiperc',
      'application/x-qpdl',
      'application/x-spl1',
      'application/x-hbp',
      'application/x-hbpl',
      'application/x-ddst',
      'application/x-escp',
      'application/x-escpage',
      'application/x-canon-bj',
      'application/x-lips',
      'application/x-lbp8',
      'application/x-proprinter',
      'application/x-zpl',
      'application/x-epl2',
      'application/x-dymo',
      'application/x-lidil',
      'image/x-sff',
      'image/jpeg',
      'image/tiff',
      'image/png',
      'image/gif',
      'image/bmp',
      'image/webp',
      'image/x-portable-anymap',
      'application/zip',
      'application/x-ole-storage',
      'application/x-dvi',
      'text/plain',
    ]);
  });
});
