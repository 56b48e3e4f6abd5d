import { describe, expect, it } from 'vitest';
import { attribute, attributeOf, attributes, enums, keyword, name } from '../../ipp/index.ts';
import { driverFile } from './driver-file.ts';
import { withoutDriverOptions } from './without-driver-options.ts';

describe('withoutDriverOptions', () => {
  it('puts the attributes of IPP in the place of what a driver file calls them', () => {
    const asked = attributes(
      attribute('copies', 2),
      attributeOf('PageSize', name('A5')),
      attributeOf('Duplex', name('DuplexTumble')),
      attributeOf('ColorModel', name('Gray')),
      attributeOf('cupsPrintQuality', name('High')),
    );
    expect(withoutDriverOptions(asked)).toEqual(
      attributes(
        attribute('copies', 2),
        attribute('media', 'iso_a5_148x210mm'),
        attribute('sides', 'two-sided-short-edge'),
        attribute('print-color-mode', 'monochrome'),
        attribute('print-quality', enums.printQuality.high),
      ),
    );
  });

  it('takes a paper without a short name by its own', () => {
    const asked = attributes(attributeOf('PageSize', name('na_index-5x8_5x8in')));
    expect(withoutDriverOptions(asked)).toEqual(attributes(attribute('media', 'na_index-5x8_5x8in')));
  });

  it.each(['A4', 'a4'])('knows the paper %s that somebody typed', (typed) => {
    const asked = attributes(attributeOf('media', keyword(typed)));
    expect(withoutDriverOptions(asked)).toEqual(attributes(attribute('media', 'iso_a4_210x297mm')));
  });

  it('knows the older name of the colour mode', () => {
    const asked = attributes(attributeOf('output-mode', keyword('monochrome')));
    expect(withoutDriverOptions(asked)).toEqual(attributes(attribute('print-color-mode', 'monochrome')));
  });

  it('lets the attribute of IPP win where both are there', () => {
    const asked = attributes(attributeOf('Duplex', name('DuplexTumble')), attribute('sides', 'one-sided'));
    expect(withoutDriverOptions(asked)).toEqual(attributes(attribute('sides', 'one-sided')));
  });

  it('leaves what it does not know as it is, for others to refuse', () => {
    const asked = attributes(attributeOf('Duplex', name('Sideways')), attribute('copies', 2));
    expect(withoutDriverOptions(asked)).toBe(asked);
  });
});

describe('driverFile', () => {
  it('says only what can be asked for, in letters that a driver file may have', () => {
    const file = driverFile(
      attributes(
        attribute('printer-make-and-model', 'Größe "9"'),
        attribute('media-supported', 'iso_a4_210x297mm', `custom_${'x'.repeat(40)}_100x100mm`),
        attribute('media-default', 'iso_a4_210x297mm'),
        attribute('print-color-mode-supported', 'monochrome', 'bi-level'),
        attribute('media-left-margin-supported', 500),
      ),
    );
    expect(file).toContain('*ModelName: "Gre 9"\n');
    expect(file).toContain('*DefaultPageSize: A4\n*PageSize A4/A4: ""\n*CloseUI: *PageSize\n');
    expect(file).toContain('*ImageableArea A4/A4: "14.17 0 595.28 841.89"\n');
    expect(file).toContain(
      '*DefaultColorModel: Gray\n*ColorModel Gray/Grayscale: ""\n*CloseUI: *ColorModel\n',
    );
    expect(file).not.toContain('Duplex');
    expect(file).not.toContain('custom_');
  });
});
