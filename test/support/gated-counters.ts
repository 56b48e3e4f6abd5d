import {
  createDocumentCounters,
  type DocumentCounters,
  defaultCountLimits,
  type StreamCounter,
} from '../../src/documents/index.ts';

/** Counts nothing before `open` is called. */
export function gatedCounters(): { readonly counters: DocumentCounters; open(): void } {
  const real = createDocumentCounters(defaultCountLimits);
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const counter = (announced?: string): StreamCounter => {
    const inner = real.counter(announced);
    return {
      push: (chunk) => {
        inner.push(chunk);
      },
      finish: (source, signal) => opened.then(() => inner.finish(source, signal)),
    };
  };
  return {
    counters: { counter, close: () => real.close() },
    open: () => {
      open();
    },
  };
}
