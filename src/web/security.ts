import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Response headers of every page. There is no script and no frame, so that none is allowed; forms go to us alone.
 * `upgrade-insecure-requests` and Strict-Transport-Security are left out: they would send browsers on a
 * plain-HTTP network to a port that does not answer.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
      },
    },
    strictTransportSecurity: false,
    // Browsers ignore both on plain HTTP and complain in their console.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    // Print clients and other servers' pages show our icons.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
