import type { Clock } from '../base/clock.ts';
import { type CertificateSource, openCertificate, type ServerCertificate } from './certificate.ts';

export interface KeptCertificate {
  /** As it is now. */
  readonly current: () => ServerCertificate;
  /** Looks at once; answers whether there is another one. Rejects when it cannot be used: the last good one stays. */
  readonly look: () => Promise<boolean>;
  /** One that we make ourselves is made anew when it is not for this name, and from then on for it too. */
  readonly answerTo: (name: string) => Promise<void>;
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
  let { names } = source;
  const look = async (): Promise<boolean> => {
    const found = await openCertificate({ ...source, names }, clock);
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
    answerTo: async (name) => {
      // An earlier name of that kind is not ours any more.
      names = [...source.names, name];
      await look().catch(failed);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
