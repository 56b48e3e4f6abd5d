import type { Clock } from '../base/clock.ts';
import { type CertificateSource, openCertificate, type ServerCertificate } from './certificate.ts';

export interface KeptCertificate {
  /** As it is now. */
  readonly current: () => ServerCertificate;
  /** Looks at once; answers whether there is another one. Rejects when it cannot be used: the last good one stays. */
  readonly look: () => Promise<boolean>;
  readonly stop: () => void;
}

export interface KeepingOptions {
  readonly clock: Clock;
  readonly renewed: (certificate: ServerCertificate) => void;
  /** Another one is there that cannot be used; told at each look. */
  readonly failed: (error: unknown) => void;
}

/** Programs that renew certificates write two files, one after the other: a minute later both are there. */
const lookEveryMs = 60_000;

/** Opens the certificate and looks every minute whether its files have changed, or whether it has to be made anew. */
export async function keepCertificate(
  source: CertificateSource,
  { clock, renewed, failed }: KeepingOptions,
): Promise<KeptCertificate> {
  let current = await openCertificate(source, clock);
  const look = async (): Promise<boolean> => {
    const found = await openCertificate(source, clock);
    if (found.version === current.version) return false;
    current = found;
    renewed(found);
    return true;
  };
  const timer = setInterval(() => {
    look().catch(failed);
  }, lookEveryMs);
  timer.unref();
  return {
    current: () => current,
    look,
    stop: () => {
      clearInterval(timer);
    },
  };
}
