export { type ControlConnection, connectControl } from './client.ts';
export { type ControlServer, startControlServer } from './server.ts';
