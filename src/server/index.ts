export { warmUp } from './http/warm-up.ts';
export { createPrintServer, type PrintServerOptions } from './print-server.ts';
