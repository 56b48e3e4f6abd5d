import type { Format } from './format.ts';
import { openBmp, recogniseBmp } from './formats/bmp.ts';
import { openCupsRaster, recogniseCupsRaster } from './formats/cups-raster.ts';
import { openGif, recogniseGif } from './formats/gif.ts';
import { openJpeg, recogniseJpeg } from './formats/jpeg.ts';
import { openNetpbm, recogniseNetpbm } from './formats/netpbm.ts';
import { openEnclosedPcl, recognisePcl } from './formats/pcl.ts';
import { openPclXl, recognisePclXl } from './formats/pclxl.ts';
import { openPdf, recognisePclm, recognisePdf } from './formats/pdf.ts';
import { openJobStream, recognisePjl } from './formats/pjl.ts';
import { openPng, recognisePng } from './formats/png.ts';
import { openPostscript, openWrappedPostscript, recognisePostscript } from './formats/postscript.ts';
import { openPwgRaster, recognisePwgRaster } from './formats/pwg-raster.ts';
import { openText, recogniseText } from './formats/text.ts';
import { openTiff, recogniseTiff } from './formats/tiff.ts';
import { openUrf, recogniseUrf } from './formats/urf.ts';
import { openWebp, recogniseWebp } from './formats/webp.ts';
import { startsWith, startsWithText } from './recognise.ts';

/** The first row that recognises the document wins. A new format is a file in formats/ and a row here. */
export const formats: readonly Format[] = [
  // Before PDF, which is also recognised behind a foreword such as PJL.
  { mediaType: 'application/vnd.hp-PJL', recognise: recognisePjl, open: openJobStream },
  {
    mediaType: 'application/vnd.hp-PCL',
    recognise: recognisePcl,
    open: openJobStream,
    openEnclosed: openEnclosedPcl,
  },
  { mediaType: 'application/PCLm', recognise: recognisePclm, open: openPdf },
  { mediaType: 'application/pdf', recognise: recognisePdf, open: openPdf },
  { mediaType: 'image/pwg-raster', recognise: recognisePwgRaster, open: openPwgRaster },
  { mediaType: 'application/vnd.cups-raster', recognise: recogniseCupsRaster, open: openCupsRaster },
  { mediaType: 'image/urf', recognise: recogniseUrf, open: openUrf },
  { mediaType: 'application/vnd.hp-PCLXL', recognise: recognisePclXl, open: openPclXl },
  { mediaType: 'image/jpeg', recognise: recogniseJpeg, open: openJpeg },
  { mediaType: 'image/tiff', recognise: recogniseTiff, open: openTiff },
  { mediaType: 'image/png', recognise: recognisePng, open: openPng },
  { mediaType: 'image/gif', recognise: recogniseGif, open: openGif },
  { mediaType: 'image/bmp', recognise: recogniseBmp, open: openBmp },
  { mediaType: 'image/webp', recognise: recogniseWebp, open: openWebp },
  { mediaType: 'image/x-portable-anymap', recognise: recogniseNetpbm, open: openNetpbm },
  {
    mediaType: 'application/postscript',
    recognise: recognisePostscript,
    open: openPostscript,
    openWrapped: openWrappedPostscript,
  },
  // Known by name only, so that the refusal can say what it was.
  { mediaType: 'application/gzip', recognise: startsWith(0x1f, 0x8b, 0x08) },
  { mediaType: 'application/zip', recognise: startsWithText('PK\u0003\u0004') },
  { mediaType: 'application/msword', recognise: startsWith(0xd0, 0xcf, 0x11, 0xe0) },
  { mediaType: 'application/x-zpl', recognise: startsWithText('^XA', '~DG') },
  { mediaType: 'application/rtf', recognise: startsWithText('{\\rtf') },
  {
    mediaType: 'text/html',
    recognise: startsWithText('<!DOCTYPE', '<!doctype', '<html', '<HTML', '<?xml', '<svg'),
  },
  // Last, because most languages above could pass for text.
  { mediaType: 'text/plain', recognise: recogniseText, open: openText },
];
