import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Half a year, after which a browser that did not come again forgets. */
const strictSeconds = 180 * 24 * 3_600;

/**
 * Browsers that have come by TLS shall never come otherwise (RFC 6797). Said only where nothing is to be had without TLS and
 * the certificate is one that the administrator vouches for: behind one that we made ourselves a browser would be locked out,
 * and the rule is for every port of the host.
 */
export function strictTransport(isStrict: boolean): RequestHandler {
  return (request, response, next) => {
    if (isStrict && request.secure) response.set('strict-transport-security', `max-age=${strictSeconds}`);
    next();
  };
}

/**
 * Response headers of every page. There is no script and no frame, so that none is allowed; forms go to us alone.
 * `upgrade-insecure-requests` is left out: it would send browsers on a plain-HTTP network to a port that does not answer.
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
