import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Setting } from './servers.ts';

/**
 * A private cupsd to compare with: its own folders, raw queues (no filter), the socket backend. It counts nothing and
 * commits nothing, which is the least that a print server can do. Its limits are raised so that it can take the work:
 * by default it takes 100 clients and forgets all but 500 jobs.
 */
export function prepareCupsd(setting: Setting): readonly [string, ...string[]] {
  const program = findCupsd();
  if (program === undefined) throw new Error('cupsd is not installed');
  const { folder } = setting;
  const owner = ownerOf();
  const folders = ['etc/ssl', 'etc/ppd', 'spool/tmp', 'cache', 'state/certs', 'log'];
  for (const name of folders) mkdirSync(join(folder, name), { recursive: true });
  const files = {
    'etc/cups-files.conf': cupsFilesConf(folder, owner),
    'etc/cupsd.conf': cupsdConf(setting.port),
    'etc/printers.conf': printersConf(setting),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  // Its backends run as that user and must get in.
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'spool'), 0o710);
  chmodSync(join(folder, 'spool/tmp'), 0o1770);
  const own = ['.', 'etc', ...folders, 'spool', 'state', ...Object.keys(files)];
  if (owner.uid !== undefined && owner.gid !== undefined) {
    for (const name of own) chownSync(join(folder, name), owner.uid, owner.gid);
  }
  return [program, '-f', '-c', join(folder, 'etc/cupsd.conf'), '-s', join(folder, 'etc/cups-files.conf')];
}

/** The path of an installed cupsd that can be run. */
export function findCupsd(): string | undefined {
  return ['/usr/sbin/cupsd', '/usr/local/sbin/cupsd', '/opt/homebrew/sbin/cupsd'].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

interface Owner {
  readonly user: string;
  readonly group: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** cupsd refuses to run its backends as root; started by root it works for lp, else for whoever starts it. */
function ownerOf(): Owner {
  const id = (option: string, user: string): string => execFileSync('id', [option, user]).toString().trim();
  const { uid, username } = userInfo();
  if (uid !== 0) return { user: username, group: id('-gn', username) };
  const [group, userId, groupId] = [id('-gn', 'lp'), id('-u', 'lp'), id('-g', 'lp')];
  return { user: 'lp', group, uid: Number(userId), gid: Number(groupId) };
}

function cupsFilesConf(folder: string, { user, group }: Owner): string {
  return `ServerRoot ${folder}/etc
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
CacheDir ${folder}/cache
StateDir ${folder}/state
ServerKeychain ${folder}/etc/ssl
AccessLog ${folder}/log/access_log
ErrorLog ${folder}/log/error_log
PageLog ${folder}/log/page_log
User ${user}
Group ${group}
SystemGroup root
`;
}

function cupsdConf(port: number): string {
  return `LogLevel warn
AccessLogLevel config
MaxLogSize 0
Listen 127.0.0.1:${port}
ServerAlias *
Browsing No
WebInterface No
DefaultAuthType None
DefaultPolicy open
MaxJobs 0
MaxJobsPerUser 0
MaxJobsPerPrinter 0
MaxClients 6000
MaxClientsPerHost 6000
MaxRequestSize 0
PreserveJobHistory Yes
PreserveJobFiles No
JobRetryInterval 1
JobRetryLimit 5
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy open>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
`;
}

/** Without SNMP and without waiting for the device to close: both would only make it slower. */
function printersConf({ queues, devicePort }: Setting): string {
  return Array.from({ length: queues }, (_, index) => {
    const device = `socket://127.0.0.1:${devicePort + index}/?snmp=false&waiteof=false`;
    return `<Printer q${index + 1}>
DeviceURI ${device}
State Idle
Accepting Yes
Shared No
ErrorPolicy retry-job
OpPolicy open
</Printer>
`;
  }).join('');
}
