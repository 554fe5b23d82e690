import { type BlobStore, findFiles, type FoundFile } from '@switchyard/blobs';
import {
  type ArtifactMark,
  type ArtifactPlan,
  type Grant,
  isArtifactName,
  isArtifactPath,
  maxArtifactFiles,
} from '@switchyard/contracts';
import { counted, Fault, reach, reasonOf, sized } from '@switchyard/kernel';
import { Around, type Surrounding } from '../around/around.js';
import type { Ending } from '../connector.js';
import { StoreArtifact } from './store-artifact.js';
import { reportWords } from './words.js';

/**
 * Tells the platform what was kept; repeated until it is answered.
 * @returns false when the attempt belongs to somebody else
 */
export type TellKept = (grant: Grant, artifact: ArtifactMark, signal: AbortSignal) => Promise<boolean>;

/** Keeps the files that a step leaves, and reads the reports among them. */
export class KeepArtifacts extends Around {
  constructor(
    private readonly blobs: BlobStore,
    private readonly tell: TellKept,
  ) {
    super();
  }

  concerns({ artifacts = [] }: Grant): boolean {
    return artifacts.length > 0;
  }

  /** One that cannot be kept does not keep the others from it: the first of such reasons fails the step. */
  override async after(about: Surrounding, ending: Ending): Promise<Ending> {
    if (ending.begun === false) return ending;
    const troubles: unknown[] = [];
    for (const plan of about.grant.artifacts ?? []) {
      if (!isWanted(plan, ending)) continue;
      if (about.signal.aborted) about.say(`artifact ${plan.name} is not kept: the step was stopped`);
      else await this.keep(plan, about).catch((error: unknown) => void troubles.push(error));
    }
    const [first] = troubles;
    if (first === undefined || about.signal.aborted) return ending;
    for (const other of troubles.slice(1)) about.say(reasonOf(other));
    throw first;
  }

  private async keep(plan: ArtifactPlan, about: Surrounding): Promise<void> {
    const { grant, place, signal } = about;
    reach('connector.artifact.beforeFind');
    const files = await this.filesOf(plan, place.workspace, about);
    if (files.length === 0) return about.say(`artifact ${plan.name}: no files match ${plan.paths.join(', ')}`);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    about.say(`Keeping artifact ${plan.name}: ${counted(files.length, 'file')}, ${sized(bytes)}`);
    const { mark, report } = await new StoreArtifact(this.blobs, about, plan).run(files);
    if (!(await this.tell(grant, mark, signal))) return;
    reach('connector.artifact.told');
    if (mark.report) about.say(`${plan.name}: ${reportWords(mark.report)}`);
    for (const mistake of report?.mistakes ?? []) about.say(`${plan.name}: not read: ${mistake}`);
  }

  /** @throws Fault for names that nobody could download */
  private async filesOf({ name, paths }: ArtifactPlan, workspace: string, about: Surrounding): Promise<FoundFile[]> {
    if (!isArtifactName(name)) throw badName('artifact', name);
    const found = await findFiles(workspace, paths, { most: maxArtifactFiles, signal: about.signal });
    const bad = found.find(({ path }) => !isArtifactPath(path));
    if (bad) throw badName('file', bad.path);
    const files = found.filter(({ link }) => link === undefined);
    const links = found.length - files.length;
    if (links > 0) about.say(`artifact ${name}: ${counted(links, 'link')} left out`);
    return files;
  }
}

const isWanted = ({ when }: ArtifactPlan, { failure }: Ending): boolean =>
  when === 'always' || (when === 'success') === (failure === undefined);

const badName = (what: string, name: string): Fault =>
  new Fault({
    code: 'bad-artifact-name',
    message: `no artifact can hold the ${what} called ${JSON.stringify(name.slice(0, 200))}`,
    blame: 'user',
    retry: false,
    suggestions: ['use names without control characters and backslashes'],
  });
