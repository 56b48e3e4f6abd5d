export { AvahiPublisher } from './avahi-files.ts';
export { MdnsPublisher } from './mdns/publisher.ts';
export type { Announced, Publisher } from './service.ts';
