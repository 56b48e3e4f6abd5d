export { Credentials } from './credentials.ts';
export {
  type Evidence,
  type Identified,
  Identifier,
  type IdentityRules,
  mayCarryPassword,
} from './identifier.ts';
export { hashPassword, isPassword } from './password-hash.ts';
export { peerCertificateOf } from './peer-certificate.ts';
