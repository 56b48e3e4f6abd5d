import type { Identity } from '../model/identity.ts';
import { addUsers } from './add-users.ts';
import type { Admin } from './admin.ts';
import { limitUsers, setUsers } from './change-users.ts';
import type { AdminDeps } from './context.ts';
import { addToken, revokeTokens, setPassword } from './credentials.ts';
import { explainJob } from './explain-job.ts';
import { grant } from './grant.ts';
import { history } from './history.ts';
import { cancelJob, holdJob, listJobs, releaseJob, resolveJob } from './jobs.ts';
import { listUsers, showUser } from './list-users.ts';
import { listPrinters, pausePrinter, resumePrinter } from './printers.ts';
import { quote } from './quote.ts';
import { refund } from './refund.ts';
import { removeUsers } from './remove-users.ts';

/** The admin functions over the store in this process, done in the name of `by`, who must be an operator. */
export function createAdmin(deps: AdminDeps, by: Identity): Admin {
  return {
    listUsers: (args) => listUsers(deps, args),
    showUser: (args) => showUser(deps, args),
    addUsers: (args) => addUsers(deps, by, args),
    setUsers: (args) => setUsers(deps, args),
    limitUsers: (args) => limitUsers(deps, args),
    removeUsers: (args) => removeUsers(deps, args),
    setPassword: (args) => setPassword(deps, args),
    addToken: (args) => addToken(deps, args),
    revokeTokens: (args) => revokeTokens(deps, args),
    grant: (args) => grant(deps, by, args),
    refund: (args) => refund(deps, by, args),
    listPrinters: (args) => Promise.resolve(listPrinters(deps, args)),
    pausePrinter: (args) => pausePrinter(deps, args),
    resumePrinter: (args) => resumePrinter(deps, args),
    listJobs: (args) => listJobs(deps, args),
    resolveJob: (args) => resolveJob(deps, by, args),
    holdJob: (args) => holdJob(deps, by, args),
    releaseJob: (args) => releaseJob(deps, by, args),
    cancelJob: (args) => cancelJob(deps, by, args),
    history: (args) => history(deps, args),
    explainJob: (args) => explainJob(deps, args),
    quote: (args) => quote(deps, args),
  };
}
