import type { Config } from '../config/index.ts';
import { formatListenAddress, isLoopback, type ListenAddress } from '../model/listen.ts';

/** What somebody who has just started the server wants to know: how to print, where it goes, where to look. */
export function welcome(config: Config, addresses: readonly ListenAddress[], version: string): string {
  const place = addresses.flatMap(authorityOf).at(0);
  const lines = [`Platen ${version} is ready on ${addresses.map(formatListenAddress).join(', ')}.`, ''];
  for (const { name, device } of config.printers) {
    lines.push(`  ${place === undefined ? name : `ipp://${place}/ipp/print/${name}`}  prints to ${device}`);
  }
  const [first] = config.printers;
  if (place !== undefined && first !== undefined) {
    lines.push('', `  Print now:   lp -h ${place} -d ${first.name} FILE`, `  In a browser: http://${place}/`);
  }
  lines.push(
    '  Accounts:    platen users list, platen history, platen --help',
    `  Data:        ${config.data}`,
    '',
  );
  if (!addresses.every(isLoopback)) {
    lines.push(
      '  Names that clients claim are believed: on this network anyone can spend anyone’s money.',
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What a client on this machine writes; a Unix socket has no such thing. */
function authorityOf(address: ListenAddress): readonly string[] {
  if (address.kind === 'unix') return [];
  return [isLoopback(address) ? `localhost:${address.port}` : formatListenAddress(address)];
}
