import { assert } from '../base/fault.ts';
import type { Transition } from '../jobs/index.ts';

/** What the types cannot say of a transition; a caller that breaks it would write records nobody can continue. */
export function assertTransition({ id, change, expectedRevision, document }: Transition): void {
  if (change === undefined) {
    assert(document === undefined, `transition ${id} has a document but no job to keep it`);
    return;
  }
  assert(
    change.revision === expectedRevision + 1,
    `transition ${id} takes job ${change.id} from revision ${expectedRevision} to ${change.revision}`,
  );
}
