export { createDevice, type DeviceSettings } from './create-device.ts';
export type * from './device.ts';
export { type DeviceUri, deviceSchemes, parseDeviceUri } from './device-uri.ts';
export { carriesOf } from './kinds.ts';
export type { DeviceLimits } from './limits.ts';
