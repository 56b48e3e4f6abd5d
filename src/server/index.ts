export { createPrintServer, type PrintServerOptions } from './print-server.ts';
