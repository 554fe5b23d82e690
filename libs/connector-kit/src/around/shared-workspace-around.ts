import type { Grant } from '@switchyard/contracts';
import { counted } from '@switchyard/kernel';
import type { Ending } from '../connector.js';
import type { KeptWorkspaces } from '../workspace/kept-workspaces.js';
import { checkQuota, inMegabytes, type Quota } from '../workspace/quota.js';
import { lookAt } from '../workspace/read-workspace.js';
import { type Moved, SharedWorkspace } from '../workspace/shared-workspace.js';
import { Around, type Surrounding } from './around.js';

/** Lets the steps of an execution find what others of it left on other machines. Outermost: all else works in it. */
export class SharedWorkspaceAround extends Around {
  constructor(
    private readonly kept: KeptWorkspaces,
    private readonly quota: Quota,
  ) {
    super();
  }

  concerns({ restoreWorkspace = false, keepWorkspace = false }: Grant): boolean {
    return restoreWorkspace || keepWorkspace;
  }

  override async before({ grant, place, signal, say }: Surrounding): Promise<void> {
    if (!grant.restoreWorkspace) return;
    const shared = new SharedWorkspace(this.kept, grant, place.workspace);
    const moved = await shared.restore(whole => checkQuota(this.quota, whole), signal);
    if (isMuch(moved)) say(`Restored the workspace: ${words(moved)}`);
  }

  override async after({ grant, place, signal, say }: Surrounding, ending: Ending): Promise<Ending> {
    if (!grant.keepWorkspace) return ending;
    const looked = await lookAt(place.workspace, signal);
    checkQuota(this.quota, looked);
    const moved = await new SharedWorkspace(this.kept, grant, place.workspace).keep(looked, signal);
    if (isMuch(moved)) say(`Kept what changed in the workspace: ${words(moved)}`);
    return ending;
  }
}

/** What takes no time is not worth a line in the output of every step. */
const isMuch = ({ bytes }: Moved): boolean => bytes >= 10_000_000;

const words = ({ files, bytes }: Moved): string => `${counted(files, 'file')}, ${inMegabytes(bytes)}`;
