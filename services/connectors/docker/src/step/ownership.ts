import type { MountSettings } from 'dockerode';
import { inside } from '../box/box.js';
import type { DockerSpec } from '../spec.js';
import type { Containers } from '../engine/containers.js';
import { labels, type Names } from './names.js';
import type { Owner, SideContainer } from './container-options.js';

export interface OwnershipParts {
  containers: Containers;
  names: Names;
  attemptId: string;
  ownerLabel: string;
  image: SideContainer['image'];
  /** The workspace and the first process of containers. */
  mounts: MountSettings[];
}

/**
 * Gives the workspace to a user, by a container that may do nothing but that: what steps leave as somebody else must be
 * there for the next step, and for those who clear it away.
 */
export const giveWorkspaceTo = async (
  { containers, names, attemptId, ownerLabel, image, mounts }: OwnershipParts,
  { uid, gid }: Owner,
  signal: AbortSignal,
): Promise<void> => {
  const name = names.owner;
  await containers.create(
    name,
    {
      Image: image.Id,
      Entrypoint: [inside.init, 'own', inside.workspace, String(uid), String(gid)],
      Cmd: [],
      User: '0:0',
      WorkingDir: '/',
      Healthcheck: { Test: ['NONE'] },
      Labels: { [labels.attempt]: attemptId, [labels.owner]: ownerLabel },
      HostConfig: {
        CapDrop: ['ALL'],
        CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
        SecurityOpt: ['no-new-privileges'],
        NetworkMode: 'none',
        ReadonlyRootfs: true,
        Mounts: mounts,
      },
    },
    signal,
  );
  await containers.start(name, signal);
  await containers.ended(name, signal);
  await containers.remove(name);
};

/** Whom a step runs as, where that is not its connector's own user; a name is known to the image alone. */
export const anotherOwner = ({ user }: DockerSpec, { uid: own }: Owner): Owner | 'by name' | undefined => {
  if (user === undefined) return undefined;
  const [uid, gid] = user
    .replace(/^root\b/, '0')
    .split(':')
    .map(Number);
  if (uid === undefined || Number.isNaN(uid)) return 'by name';
  return uid === own ? undefined : { uid, gid: gid === undefined || Number.isNaN(gid) ? uid : gid };
};
