import type { ArtifactNote, AttemptView } from '@switchyard/contracts';

/** What an attempt has kept, with one more: of those of one name the last. */
export const withArtifact = ({ artifacts = [] }: AttemptView, artifact: ArtifactNote): ArtifactNote[] => [
  ...artifacts.filter(({ name }) => name !== artifact.name),
  artifact,
];
