import type { CountLimits } from './counter.ts';

/**
 * Two workers keep one hostile document from holding up all others. Four seconds and 256 MiB are double what the
 * slowest honest document needed (100 000 pages, walked: 0.5 s; pdf.js on a damaged file of 20 MB: 2 s). A thousand pages
 * are drawn in 4 s; PDFium begins with 18 MiB, reads scans in bands and needs 64 MiB for A3 at 1200 dpi.
 */
export const defaultCountLimits: CountLimits = {
  workerTimeMs: 4_000,
  workerHeapMib: 256,
  workers: 2,
  // Ghostscript 10 begins with 30 MB; 25 pages of a driver take it 0.1 s.
  ghostscript: { program: 'auto', timeMs: 3_000, memoryMib: 160 },
  drawTimeMs: 2_500,
  drawPagesMax: 1_000,
  drawMemoryMib: 128,
};

/** Octets looked at to tell the format: a PDF header may begin behind up to 1024 others (ISO 32000-1 annex H.3). */
export const sniffOctetsMax = 1_032;

/** Milliseconds an idle worker is kept: its start costs 50 ms, its memory 30 MB. */
export const workerIdleMs = 30_000;

/** Documents waiting for a worker; more are answered `limit:workers-busy` instead of piling up. */
export const workerQueueMax = 1_000;

/** Largest width and height of a raster page in pixels: A0 at 2400 dpi has 112 000. */
export const rasterPixelsMax = 1_048_576;

/** Octets a raster row may have beyond its pixels (alignment of the encoder). */
export const rasterPaddingOctetsMax = 64;
