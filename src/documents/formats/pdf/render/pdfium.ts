import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { init, Pdfium } from '@embedpdf/pdfium';

/** PDFium, compiled once a thread (40 ms); each instance (10 ms) has a memory of its own. */
export class PdfiumProgram {
  readonly #module: WebAssembly.Module;
  readonly #init: typeof init;

  private constructor(module: WebAssembly.Module, initialise: typeof init) {
    this.#module = module;
    this.#init = initialise;
  }

  static async load(): Promise<PdfiumProgram> {
    const file = fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm'));
    const [library, code] = await Promise.all([import('@embedpdf/pdfium'), readFile(file)]);
    return new PdfiumProgram(await WebAssembly.compile(code), library.init);
  }

  /**
   * An instance whose memory stops at a limit: resource limits of a thread do not cover WebAssembly. PDFium ends with a
   * trap when it is refused memory; the instance is of no use afterwards.
   */
  async start(memoryOctetsMax: number): Promise<Pdfium> {
    const pdfium = await this.#init({
      instantiateWasm: (imports, onInstance) => {
        const limited = withMemoryLimit(imports, memoryOctetsMax);
        void WebAssembly.instantiate(this.#module, limited).then((instance) => {
          onInstance(instance, this.#module);
        });
        return {};
      },
      // What PDFium says of a document is not for our output.
      print: () => undefined,
      printErr: () => undefined,
    });
    pdfium.PDFiumExt_Init();
    return pdfium;
  }
}

/** `emscripten_resize_heap` takes the octets wanted in all, unsigned, and says whether the memory has them now. */
function withMemoryLimit(imports: WebAssembly.Imports, octetsMax: number): WebAssembly.Imports {
  const { env = {} } = imports;
  const resize = env['emscripten_resize_heap'];
  const limited = (octets: number): unknown => {
    const wanted = octets >>> 0;
    if (wanted > octetsMax || typeof resize !== 'function') return 0;
    return Reflect.apply(resize, undefined, [wanted]);
  };
  return { ...imports, env: { ...env, emscripten_resize_heap: limited } };
}
