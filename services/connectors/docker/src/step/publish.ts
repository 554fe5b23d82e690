import type { ImageInspectInfo } from 'dockerode';
import type { Ending } from '@switchyard/connector-kit';
import type { Grant } from '@switchyard/contracts';
import { Fault, type Millis } from '@switchyard/kernel';
import type { Engine } from '../engine/engine.js';
import type { Images, Work } from '../image/images.js';
import { referenceOf } from '../image/reference.js';
import type { DockerSpec } from '../spec.js';

export interface Built {
  spec: DockerSpec;
  grant: Grant;
  image: ImageInspectInfo;
}

/** After a good end, an image that was built gets its names, and goes where it is wanted. */
export const published = async (
  { engine, images }: { engine: Engine; images: Images },
  { spec, grant, image }: Built,
  work: Work,
  ending: Ending,
): Promise<Ending> => {
  const { tags = [], registry, push, dockerfile } = spec;
  if (ending.failure !== undefined || dockerfile === undefined || tags.length === 0) return finished(ending);
  if (grant.untrusted) {
    work.say('The image gets no tags: what anybody may have built, no other step starts from');
    return finished(ending);
  }
  try {
    for (const tag of tags.map(one => referenceOf(one, registry))) {
      await engine.insist(docker => docker.getImage(image.Id).tag({ repo: tag.repository, tag: tag.tag }));
      if (push) await images.push(tag, work);
    }
    return finished(ending);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return finished({ ...ending, kind: 'failed', failure: error.blame, reason: error.message });
  }
};

export const untrustedPush = (): Fault =>
  new Fault({
    code: 'push-refused',
    message: 'an execution that anybody may have started pushes no image',
    blame: 'policy',
    retry: false,
  });

/** The end of a step that builds an image and runs nothing in it. */
export const nothingRan = (startedAt: Millis): Ending => ({
  kind: 'exited',
  exitCode: 0,
  startedAt,
  finishedAt: startedAt,
  droppedBytes: 0,
});

const finished = (ending: Ending): Ending => ({ ...ending, finishedAt: Math.max(ending.finishedAt, Date.now()) });
