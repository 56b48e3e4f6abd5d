export { defaultLimits, type WireLimits } from './limits.ts';
export {
  createPrintServer,
  type PrintServer,
  type PrintServerOptions,
  type ServerInfo,
} from './print-server.ts';
