import type { ArtifactFacts, ArtifactView, ExecutionId } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';

/**
 * The artifact that a path names: by its id, or by its name where only one step has one of it, that of its last attempt.
 * @throws HttpFault 404 for none, 409 for several
 */
export const artifactNamed = (all: readonly ArtifactFacts[], id: ExecutionId, word: string): ArtifactFacts => {
  const byId = all.find(one => one.id === word);
  if (byId) return byId;
  const named = all.filter(one => one.name === word);
  const steps = new Set(named.map(one => one.stepId));
  const last = named.at(-1);
  if (last && steps.size === 1) return last;
  if (!last) {
    const names = [...new Set(all.map(one => one.name))].slice(0, 20);
    throw notFound(
      'unknown-artifact',
      `${id} has no artifact ${word}; it may have expired`,
      names.length > 0 ? `it has ${names.join(', ')}` : 'it has none at all',
    );
  }
  throw new HttpFault(409, 'validation', {
    code: 'ambiguous-artifact',
    message: `${steps.size} steps of ${id} have an artifact ${word}`,
    suggestions: [
      `name one by its id: ${named
        .map(one => one.id)
        .slice(0, 20)
        .join(', ')}`,
    ],
  });
};

/** Without what is nobody's business but the platform's. */
export const shownArtifact = ({ key: _, ...artifact }: ArtifactFacts): ArtifactView => artifact;
