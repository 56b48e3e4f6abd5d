export { createDevice } from './create-device.ts';
export type * from './device.ts';
export { deviceSchemes, parseDeviceUri } from './device-uri.ts';
export { isPassedOn } from './ipp/job-attributes.ts';
export type { DeviceLimits } from './limits.ts';
