export { type KeptCertificate, keepCertificate } from './kept-certificate.ts';
