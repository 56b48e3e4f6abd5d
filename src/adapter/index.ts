export { createAdapterHandler } from './adapter-handler.ts';
export { adapterLimits } from './limits.ts';
export { adapterOverNetwork } from './over-network.ts';
export { startAdapterServer } from './socket-server.ts';
