/**
 * The part of `@embedpdf/pdfium` 2.15.1 that we call: PDFium's own C functions (fpdfview.h, fpdf_formfill.h) on the memory
 * of a WebAssembly instance, where a pointer is a number. The published types want those of emscripten.
 */
declare module '@embedpdf/pdfium' {
  export interface EmscriptenOptions {
    readonly instantiateWasm: (
      imports: WebAssembly.Imports,
      onInstance: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => object;
    readonly print: () => void;
    readonly printErr: () => void;
  }

  export interface PdfiumRuntime {
    /** Another array after the memory has grown. */
    readonly HEAPU8: Uint8Array;
    readonly wasmExports: { readonly malloc: (octets: number) => number };
    /** Makes a function callable by its number; `signature` has a letter for the result and each argument. */
    readonly addFunction: (call: (...values: number[]) => number, signature: string) => number;
    readonly setValue: (pointer: number, value: number, type: 'i32') => void;
  }

  export interface Pdfium {
    readonly pdfium: PdfiumRuntime;
    readonly PDFiumExt_Init: () => void;
    readonly PDFiumExt_OpenFormFillInfo: () => number;
    readonly PDFiumExt_InitFormFillEnvironment: (document: number, info: number) => number;
    readonly PDFiumExt_ExitFormFillEnvironment: (form: number) => void;
    readonly PDFiumExt_CloseFormFillInfo: (info: number) => void;
    readonly FPDF_LoadCustomDocument: (access: number, password: string) => number;
    readonly FPDF_CloseDocument: (document: number) => void;
    readonly FPDF_GetPageCount: (document: number) => number;
    readonly FPDF_LoadPage: (document: number, index: number) => number;
    readonly FPDF_ClosePage: (page: number) => void;
    readonly FPDFPage_GetAnnotCount: (page: number) => number;
    readonly FPDF_GetPageWidthF: (page: number) => number;
    readonly FPDF_GetPageHeightF: (page: number) => number;
    readonly FPDF_RenderPageBitmap: (
      ...call: readonly [
        bitmap: number,
        page: number,
        x: number,
        y: number,
        width: number,
        height: number,
        rotate: number,
        flags: number,
      ]
    ) => void;
    readonly FPDF_FFLDraw: (
      ...call: readonly [
        form: number,
        bitmap: number,
        page: number,
        x: number,
        y: number,
        width: number,
        height: number,
        rotate: number,
        flags: number,
      ]
    ) => void;
    readonly FPDFBitmap_Create: (width: number, height: number, alpha: 0 | 1) => number;
    readonly FPDFBitmap_Destroy: (bitmap: number) => void;
    readonly FPDFBitmap_FillRect: (
      ...call: readonly [bitmap: number, x: number, y: number, width: number, height: number, argb: number]
    ) => boolean;
    readonly FPDFBitmap_GetBuffer: (bitmap: number) => number;
    readonly FPDFBitmap_GetStride: (bitmap: number) => number;
  }

  export function init(options: EmscriptenOptions): Promise<Pdfium>;
}
