export { createDevice } from './create-device.ts';
export type * from './device.ts';
export { deviceSchemes, parseDeviceUri } from './device-uri.ts';
export type { DeviceLimits } from './limits.ts';
