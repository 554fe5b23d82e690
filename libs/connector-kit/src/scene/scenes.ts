import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Hold, holdSuffix, partsOfAttempt, scenesSuffix, type StepScene } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { keepJson, readJson } from '../durable-file.js';

/** Whether somebody looks at a workspace now. What cannot be read holds nothing. */
export const isHeld = (workspace: string, now: Millis): boolean => {
  try {
    return (readJson<Hold>(`${workspace}${holdSuffix}`)?.until ?? 0) > now;
  } catch {
    return false;
  }
};

/** The shared workspace of an execution, also where a step had one of its own. */
const sharedOf = ({ workspace, executionId }: Pick<StepScene, 'workspace' | 'executionId'>): string => {
  const [before = ''] = workspace.split(`/${executionId}`);
  return join(before, executionId);
};

/** Keeps a scene beside its workspace, readable by this user only. */
export const keepScene = async (scene: StepScene): Promise<void> => {
  const folder = `${sharedOf(scene)}${scenesSuffix}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (partsOfAttempt(scene.attemptId)) await keepJson(join(folder, `${scene.attemptId}.json`), scene);
};

/** They go with the workspace. */
export const removeScenes = async (workspace: string): Promise<void> => {
  for (const one of [`${workspace}${scenesSuffix}`, `${workspace}${holdSuffix}`])
    if (existsSync(one)) await rm(one, { recursive: true, force: true });
};
