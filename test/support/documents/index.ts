export { countOctets, countOnce, impressionsOf } from './count.ts';
export { countCuts, countPieces } from './cuts.ts';
export * from './devices.ts';
export { makeJpeg } from './jpeg.ts';
export { makePdf } from './pdf.ts';
export { makePostscript, postscriptPage } from './postscript.ts';
export { makePwg, makeUrf } from './raster.ts';
export { assemblePdf } from './raw-pdf.ts';
export { makeText } from './text.ts';
