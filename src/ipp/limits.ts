/**
 * Names and values are at most this long: their lengths are SIGNED-SHORT (RFC 8010 §3.1.4). To read a negative one as
 * unsigned runs past the end, to read it as signed turns back and never ends.
 */
export const lengthMax = 0x7fff;
