export { countOctets, countOnce } from './count.ts';
export { type JpegOptions, makeJpeg } from './jpeg.ts';
export { makePdf, type PdfOptions } from './pdf.ts';
export { makePwg, makeUrf, type RasterOptions, type RasterSpace } from './raster.ts';
export { assemblePdf, type RawPdf } from './raw-pdf.ts';
export { makeText, type TextOptions } from './text.ts';
