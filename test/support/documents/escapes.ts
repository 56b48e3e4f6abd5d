/** Documents of one page in languages of escapes and form feeds; their payload looks like what ends pages and jobs. */
const poison = '\f\u001b@\f\u001b%-12345X';
const n16 = String.fromCharCode(poison.length, 0);

/** Packs octets as ESC . and ESC i want them: in runs and in literals. */
const packed = '\u0002\f\f\f\u00fe\f'; // 3 literal, 3 repeated

const escp = `\u001b@\u001bP\u001bC\u0042\u001b3\u0018\u001b*\u0001${n16}${poison}\n\u001bK${n16}${poison}\r\n\f`;
const escp24 = `\u001b@\u001b*\u0027\u0002\u0000\f\f\f\f\f\f\r\n\u001bJ\u0018\u001b^\u0000\u0002\u0000\f\f\f\f`;
const escp2 = [
  '\u0000\u0000\u0000\u001b\u0001@EJL 1284.4\n@EJL     \n\u001b@\u001b@',
  '\u001b(R\u0008\u0000\u0000REMOTE1PM\u0002\u0000\f\fSN\u0003\u0000\f\f\f\u001b\u0000\u0000\u0000',
  `\u001b(G\u0001\u0000\u0001\u001b(x${n16}${poison}`,
  `\u001b.\u0000\u000a\u000a\u0003\u0008\u0000\f\f\f\u001b.\u0001\u000a\u000a\u0003\u000f\u0000${packed}\r`,
  `\u001bi\u0000\u0001\u0002\u0003\u0000\u0002\u0000${packed}\u001bi\u0000\u0000\u0002\u0003\u0000\u0001\u0000\f\f\f\r\f`,
].join('');
const proprinter = `\u0011\u001b30\u001bJ\u00ff\u001bK${n16}${poison}\r\n\f`;
const canon = `\u001b[K\u0002\u0000\u0000\u001fBJLSTART\nSetSilent=OFF\nBJLEND\n\u001b(b\u0001\u0000\u0001\u001b(A${n16}K${poison.slice(1)}\r\u001b(e\u0002\u0000\f\f\u001bd\f\f\f`;
const canonXml = `<?xml version="1.0"?><cmd xmlns:ivec="http://www.canon.com/"><ivec:operation>StartJob</ivec:operation></cmd>${canon}`;
const escPage = `\u001b\u0001@EJL \r\n@EJL SET QT=1 CO=1 DX=OFF\n@EJL EN LA=ESC/PAGE\n\u001dr\u0068E\u001d14psE\u001d${poison.length};32;32;0bi{I${poison}\f\u001drhE\u001b\u0001@EJL \r\n`;
const lips = `\u001b%@\u009031;300;0Jlips3\u009c\u001b<\u009b11h\u009b14p\u009b1v\u009b${poison.length};4;300;9;32.r${poison}\r\f\u00900J\u009c`;
const lbp8 = `\u001b;\u001bc\u001b;\u001b[2&z\u001b[14p\u001b[${poison.length};5;300;.r${poison}\u001b=`;
const zpl = `^XA^FO5,5^FDone^FS^GFB,${poison.length},${poison.length},4,${poison}^FS^PQ2^XZ\n`;
const epl2 = `\nN\nq816\nGW0,1,${poison.length},1\n${poison}\nA1,1,0,1,1,1,N,"x"\nP1,3\n`;
const dymo = `${'\u001b'.repeat(85)}@\u001bL\u0004\u001a\u001bD\u0003\u001be\u0016\f\u001bE\u0017\u0087\u0087\u0007\u001bf\u0001\f\u001bE`;

/** One page each; how often it prints. */
export const escapeDocuments: readonly (readonly [format: string, document: string, copies: number])[] = [
  ['application/x-escp', escp, 1],
  ['application/x-escp', `${escp24}\f`, 1],
  ['application/x-escp', escp2, 1],
  ['application/x-proprinter', proprinter, 1],
  ['application/x-canon-bj', canon, 1],
  ['application/x-canon-bj', canonXml, 1],
  ['application/x-escpage', escPage, 1],
  ['application/x-lips', lips, 1],
  ['application/x-lbp8', lbp8, 1],
  ['application/x-zpl', zpl, 2],
  ['application/x-epl2', epl2, 3],
  ['application/x-dymo', dymo, 1],
];
