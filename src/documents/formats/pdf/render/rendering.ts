import type { Pdfium } from '@embedpdf/pdfium';
import type { OctetReader } from './octet-reader.ts';

/** Pixels of a page, blue first, one octet a channel and one unused: `width` × `height`, row by row. */
export interface Picture {
  readonly octets: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How a page is drawn. */
export type Drawing = 'hard' | 'smooth';

/** Colour needs no more (measured on 551 pages of known colour: 36, 72 and 150 dpi tell the same, 9 and 18 less). */
const dotsPerPoint = 36 / 72;
/** 4 million pixels are 16 MiB; a page beyond (two metres square) is drawn smaller. */
const pixelsMax = 4_194_304;

// fpdfview.h
const annotations = 0x01;
/** Layers and annotations as they print. */
const asPrinted = 0x800;
const hardText = 0x1000;
const hardPaths = 0x4000;
const white = 0xffffffff;

/**
 * Hard edges: a smooth one leaves a fringe of what was painted over. Pictures are averaged all the same, or a coloured
 * pixel that no sample falls on would be missed.
 */
const flagsOf = {
  hard: annotations | asPrinted | hardText | hardPaths,
  smooth: annotations | asPrinted,
} as const satisfies Record<Drawing, number>;

/** A document that PDFium has open. It reads from the document what it needs, piece by piece, never the whole. */
export class Rendering {
  readonly #pdfium: Pdfium;
  readonly #document: number;
  readonly #info: number;
  /** Draws form fields, which PDFium keeps from other annotations. */
  readonly #form: number;

  private constructor(pdfium: Pdfium, document: number) {
    this.#pdfium = pdfium;
    this.#document = document;
    // Pages that were taken out of a form keep their fields, and print them, without a form in the catalog.
    this.#info = pdfium.PDFiumExt_OpenFormFillInfo();
    this.#form = pdfium.PDFiumExt_InitFormFillEnvironment(document, this.#info);
  }

  /** Undefined when PDFium cannot open the document. */
  static open(pdfium: Pdfium, reader: OctetReader): Rendering | undefined {
    const document = pdfium.FPDF_LoadCustomDocument(fileAccess(pdfium, reader), '');
    return document === 0 ? undefined : new Rendering(pdfium, document);
  }

  get pages(): number {
    return this.#pdfium.FPDF_GetPageCount(this.#document);
  }

  /** Draws the page (numbered from 1) and hands its pixels over, once a drawing; false when it cannot be opened. */
  draw(number: number, drawings: readonly Drawing[], see: (picture: Picture, how: Drawing) => void): boolean {
    const pdfium = this.#pdfium;
    const page = pdfium.FPDF_LoadPage(this.#document, number - 1);
    if (page === 0) return false;
    try {
      for (const how of drawings) this.#drawOne(page, how, see);
      return true;
    } finally {
      pdfium.FPDF_ClosePage(page);
    }
  }

  #drawOne(page: number, how: Drawing, see: (picture: Picture, how: Drawing) => void): void {
    const pdfium = this.#pdfium;
    const { width, height } = pixelsOf(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page));
    const annotated = pdfium.FPDFPage_GetAnnotCount(page) > 0;
    // Into pixels without alpha PDFium draws the text of fields as for a screen of liquid crystal: grey in fringes of colour.
    const bitmap = pdfium.FPDFBitmap_Create(width, height, annotated ? 1 : 0);
    try {
      const flags = flagsOf[how];
      pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
      pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags);
      if (annotated) pdfium.FPDF_FFLDraw(this.#form, bitmap, page, 0, 0, width, height, 0, flags);
      const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
      const octets = pdfium.FPDFBitmap_GetStride(bitmap) * height;
      see({ octets: pdfium.pdfium.HEAPU8.subarray(start, start + octets), width, height }, how);
    } finally {
      pdfium.FPDFBitmap_Destroy(bitmap);
    }
  }

  close(): void {
    this.#pdfium.PDFiumExt_ExitFormFillEnvironment(this.#form);
    this.#pdfium.FPDF_CloseDocument(this.#document);
    this.#pdfium.PDFiumExt_CloseFormFillInfo(this.#info);
  }
}

function pixelsOf(widthPoints: number, heightPoints: number): { width: number; height: number } {
  const pixels = widthPoints * heightPoints * dotsPerPoint ** 2;
  const scale = dotsPerPoint * Math.min(1, Math.sqrt(pixelsMax / pixels));
  return { width: atLeastOne(widthPoints * scale), height: atLeastOne(heightPoints * scale) };
}

function atLeastOne(pixels: number): number {
  return Math.max(1, Math.round(pixels) || 1);
}

/**
 * FPDF_FILEACCESS (fpdfview.h) in the memory of PDFium: length(4) function(4) parameter(4). The function takes the
 * parameter, a position, a pointer and a length, and answers 0 when it cannot fill all of that.
 */
function fileAccess({ pdfium }: Pdfium, reader: OctetReader): number {
  const readBlock = (_parameter: number, position: number, pointer: number, length: number): number => {
    const start = pointer >>> 0;
    const octets = length >>> 0;
    return reader.read(position >>> 0, pdfium.HEAPU8.subarray(start, start + octets)) ? 1 : 0;
  };
  const access = pdfium.wasmExports.malloc(12);
  pdfium.setValue(access, reader.size, 'i32');
  pdfium.setValue(access + 4, pdfium.addFunction(readBlock, 'iiiii'), 'i32');
  pdfium.setValue(access + 8, 0, 'i32');
  return access;
}
