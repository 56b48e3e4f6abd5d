export { type ControlConnection, type ControlPeer, connectControl } from './client.ts';
export type { ControlInfo } from './protocol.ts';
export { type ControlServer, type ControlServerOptions, startControlServer } from './server.ts';
