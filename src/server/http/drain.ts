import type { WireLimits } from './limits.ts';
import type { Upload } from './upload.ts';

/**
 * Reads and throws away what follows an early answer. Closing a socket with unread octets sends a reset, which may
 * overtake the answer, so that the client sees a broken connection instead of our sentence. true: the end was reached and
 * the connection can be used again.
 */
export function drain(
  upload: Upload,
  limits: Pick<WireLimits, 'drainOctetsMax' | 'drainMs'>,
): Promise<boolean> {
  if (upload.arrived) return Promise.resolve(true);
  return new Promise((resolve) => {
    let octetsLeft = limits.drainOctetsMax;
    const finish = (ended: boolean): void => {
      clearTimeout(timer);
      upload.release();
      resolve(ended);
    };
    const timer = setTimeout(() => {
      finish(false);
    }, limits.drainMs);
    upload.read({
      chunk: (octets) => {
        octetsLeft -= octets.length;
        if (octetsLeft < 0) finish(false);
      },
      end: () => {
        finish(true);
      },
      fail: () => {
        finish(false);
      },
    });
  });
}
