import type { Format } from './format.ts';
import { openBmp, recogniseBmp } from './formats/bmp.ts';
import { readCanonBj, recogniseCanonBj } from './formats/canon-bj.ts';
import { openCupsRaster, recogniseCupsRaster } from './formats/cups-raster.ts';
import { readDdst } from './formats/ddst.ts';
import { countedBy } from './formats/device/counter.ts';
import { openDvi, recogniseDvi } from './formats/dvi.ts';
import { readDymo, recogniseDymo } from './formats/dymo.ts';
import { readEpl2, recogniseEpl2 } from './formats/epl2.ts';
import { readEscp, readProprinter, recogniseEscp, recogniseProprinter } from './formats/escp.ts';
import { readEscPage, recogniseEscPage } from './formats/escpage.ts';
import { openGif, recogniseGif } from './formats/gif.ts';
import { openGzip, recogniseGzip } from './formats/gzip.ts';
import { readHbp } from './formats/hbp.ts';
import { readHbpl } from './formats/hbpl.ts';
import { readHiperc } from './formats/hiperc.ts';
import { openJpeg, recogniseJpeg } from './formats/jpeg.ts';
import { readLidil, recogniseLidil } from './formats/lidil.ts';
import { readLbp8, readLips, recogniseLbp8, recogniseLips } from './formats/lips.ts';
import { openNetpbm, recogniseNetpbm } from './formats/netpbm.ts';
import { readOakt, recogniseOakt } from './formats/oakt.ts';
import { openOle, recogniseOle } from './formats/ole.ts';
import { openEnclosedPcl, recognisePcl } from './formats/pcl.ts';
import { openPclXl, recognisePclXl } from './formats/pclxl.ts';
import { openPdf, recognisePclm, recognisePdf } from './formats/pdf.ts';
import { openJobStream, recognisePjl } from './formats/pjl.ts';
import { openPng, recognisePng } from './formats/png.ts';
import { openPostscript, openWrappedPostscript, recognisePostscript } from './formats/postscript.ts';
import { openPwgRaster, recognisePwgRaster } from './formats/pwg-raster.ts';
import { readQpdl } from './formats/qpdl.ts';
import { readSff, recogniseSff } from './formats/sff.ts';
import { readSpl1 } from './formats/spl1.ts';
import { openText, recogniseText } from './formats/text.ts';
import { openTiff, recogniseTiff } from './formats/tiff.ts';
import { openUrf, recogniseUrf } from './formats/urf.ts';
import { openWebp, recogniseWebp } from './formats/webp.ts';
import { readXqx, recogniseXqx } from './formats/xqx.ts';
import { openZip, recogniseZip } from './formats/zip.ts';
import { readZjStream, recogniseSlx, recogniseZjStream } from './formats/zjstream.ts';
import { readZpl, recogniseZpl } from './formats/zpl.ts';
import { never, startsLike, startsWithText } from './recognise.ts';

/** The first row that recognises the document wins. A new format is a file in formats/ and a row here. */
export const formats: readonly Format[] = [
  { mediaType: 'application/gzip', recognise: recogniseGzip, open: openGzip, tellsInk: true },
  // Before PDF, which is also recognised behind a foreword such as PJL.
  { mediaType: 'application/vnd.hp-PJL', recognise: recognisePjl, open: openJobStream, tellsInk: true },
  {
    mediaType: 'application/vnd.hp-PCL',
    recognise: recognisePcl,
    open: openJobStream,
    openEnclosed: openEnclosedPcl,
  },
  // Before PDF too: a program may speak of one in its first comments.
  {
    mediaType: 'application/postscript',
    recognise: recognisePostscript,
    open: openPostscript,
    openWrapped: openWrappedPostscript,
    tellsInk: true,
  },
  { mediaType: 'application/PCLm', recognise: recognisePclm, open: openPdf, tellsInk: true },
  { mediaType: 'application/pdf', recognise: recognisePdf, open: openPdf, tellsInk: true },
  { mediaType: 'image/pwg-raster', recognise: recognisePwgRaster, open: openPwgRaster, tellsInk: true },
  {
    mediaType: 'application/vnd.cups-raster',
    recognise: recogniseCupsRaster,
    open: openCupsRaster,
    tellsInk: true,
  },
  { mediaType: 'image/urf', recognise: recogniseUrf, open: openUrf, tellsInk: true },
  { mediaType: 'application/vnd.hp-PCLXL', recognise: recognisePclXl, open: openPclXl },
  // Languages of host-based devices; those that only PJL can name are never recognised by their content.
  {
    mediaType: 'application/x-zjstream',
    recognise: recogniseZjStream,
    ...countedBy('chunks of ZjStream', readZjStream),
  },
  { mediaType: 'application/x-slx', recognise: recogniseSlx, ...countedBy('chunks of SLX', readZjStream) },
  { mediaType: 'application/x-oakt', recognise: recogniseOakt, ...countedBy('records of OAKT', readOakt) },
  { mediaType: 'application/x-xqx', recognise: recogniseXqx, ...countedBy('chunks of XQX', readXqx) },
  { mediaType: 'application/x-hiperc', recognise: never, ...countedBy('records of HIPERC', readHiperc) },
  { mediaType: 'application/x-qpdl', recognise: never, ...countedBy('records of QPDL', readQpdl) },
  { mediaType: 'application/x-spl1', recognise: never, ...countedBy('lines of $PJL', readSpl1) },
  { mediaType: 'application/x-hbp', recognise: never, ...countedBy('commands of HBP', readHbp) },
  { mediaType: 'application/x-hbpl', recognise: never, ...countedBy('records of HBPL', readHbpl) },
  { mediaType: 'application/x-ddst', recognise: never, ...countedBy('PAGESTATUS of DDST', readDdst) },
  {
    mediaType: 'application/x-escp',
    recognise: recogniseEscp,
    ...countedBy('form feeds of ESC/P', readEscp),
  },
  {
    mediaType: 'application/x-escpage',
    recognise: recogniseEscPage,
    ...countedBy('form feeds of ESC/Page', readEscPage),
  },
  {
    mediaType: 'application/x-canon-bj',
    recognise: recogniseCanonBj,
    ...countedBy('form feeds of BJ', readCanonBj),
  },
  { mediaType: 'application/x-lips', recognise: recogniseLips, ...countedBy('form feeds of LIPS', readLips) },
  { mediaType: 'application/x-lbp8', recognise: recogniseLbp8, ...countedBy('pages of LBP-8', readLbp8) },
  {
    mediaType: 'application/x-proprinter',
    recognise: recogniseProprinter,
    ...countedBy('form feeds of Proprinter', readProprinter),
  },
  { mediaType: 'application/x-zpl', recognise: recogniseZpl, ...countedBy('labels of ZPL', readZpl) },
  { mediaType: 'application/x-epl2', recognise: recogniseEpl2, ...countedBy('labels of EPL2', readEpl2) },
  { mediaType: 'application/x-dymo', recognise: recogniseDymo, ...countedBy('labels of DYMO', readDymo) },
  {
    mediaType: 'application/x-lidil',
    recognise: recogniseLidil,
    ...countedBy('packets of LIDIL', readLidil),
  },
  { mediaType: 'image/x-sff', recognise: recogniseSff, ...countedBy('records of SFF', readSff) },
  { mediaType: 'image/jpeg', recognise: recogniseJpeg, open: openJpeg, tellsInk: true },
  { mediaType: 'image/tiff', recognise: recogniseTiff, open: openTiff, tellsInk: true },
  { mediaType: 'image/png', recognise: recognisePng, open: openPng, tellsInk: true },
  { mediaType: 'image/gif', recognise: recogniseGif, open: openGif, tellsInk: true },
  { mediaType: 'image/bmp', recognise: recogniseBmp, open: openBmp, tellsInk: true },
  { mediaType: 'image/webp', recognise: recogniseWebp, open: openWebp },
  { mediaType: 'image/x-portable-anymap', recognise: recogniseNetpbm, open: openNetpbm, tellsInk: true },
  { mediaType: 'application/zip', recognise: recogniseZip, open: openZip },
  { mediaType: 'application/x-ole-storage', recognise: recogniseOle, open: openOle },
  { mediaType: 'application/x-dvi', recognise: recogniseDvi, open: openDvi },
  // Known by name only, so that the refusal can say what it was.
  { mediaType: 'application/rtf', recognise: startsWithText('{\\rtf') },
  // Programs that would pass for text. A plot without PCL before it initialises, and a command follows.
  {
    mediaType: 'application/vnd.hp-HPGL',
    recognise: startsLike(/^\s*(?:BP[^;]{0,80};\s*)?(?:IN|DF)(?:;\s*[A-Z]{2}|[A-Z]{2}\d)/),
  },
  // Zebra: offset, dots an inch (twice), height, labels. TSC: the size of the label, or how it is set up.
  { mediaType: 'application/x-cpcl', recognise: startsLike(/^\s*! (?:U1 |\d+ \d+ \d+ \d+ \d+\s)/) },
  {
    mediaType: 'application/x-tspl',
    recognise: startsLike(/^\s*(?:SIZE \d+(?:\.\d+)?(?: mm)? ?, ?\d|GAP \d|CLS\r?\n)/),
  },
  {
    mediaType: 'text/html',
    recognise: startsWithText('<!DOCTYPE', '<!doctype', '<html', '<HTML', '<?xml', '<svg'),
  },
  // Last, because most languages above could pass for text.
  { mediaType: 'text/plain', recognise: recogniseText, open: openText },
];
