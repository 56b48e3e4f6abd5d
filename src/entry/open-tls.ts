import { systemClock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import { type KeptCertificate, keepCertificate } from '../certificate/index.ts';
import type { Config } from '../config/index.ts';
import type { Log } from '../logging/index.ts';
import type { TlsIdentity } from '../model/tls-identity.ts';

/** undefined where TLS is switched off. `renewed` is called whenever there is another certificate. */
export async function openTls(
  { tls, data }: Config,
  log: Log,
  renewed: (identity: TlsIdentity) => void,
): Promise<KeptCertificate | undefined> {
  if (!tls.enabled) return undefined;
  return keepCertificate(
    { ...tls, folder: data },
    {
      clock: systemClock,
      renewed: ({ identity, endsAt }) => {
        renewed(identity);
        log.info('certificate renewed', { endsAt: new Date(endsAt).toISOString() });
      },
      failed: (error) => {
        log.error('certificate not renewed', { why: messageOf(error) });
      },
    },
  );
}
