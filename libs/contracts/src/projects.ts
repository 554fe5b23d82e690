// What a look at a checkout found: free of packages, for the detector and for those who show it.

export const projectKinds = [
  'node',
  'python',
  'rust',
  'go',
  'maven',
  'gradle',
  'dotnet',
  'php',
  'ruby',
  'static-site',
  'docker',
  'helm',
  'terraform',
  'monorepo',
] as const;
export type ProjectKind = (typeof projectKinds)[number];

/** What a command is for, in the order in which a pipeline runs them. */
export const stepPurposes = ['install', 'lint', 'test', 'build', 'package'] as const;
export type StepPurpose = (typeof stepPurposes)[number];

export interface Evidence {
  path: string;
  /** One sentence. */
  shows: string;
  /** How much it says on its own, from 0 to 1. */
  weight: number;
}

export interface SuggestedCommand {
  purpose: StepPurpose;
  /** What tells it apart from others of its project for the same. */
  name?: string;
  /** For a shell in the directory of the project. */
  run: string;
  /** One sentence: which evidence asks for it. */
  why: string;
}

/** Something in a checkout that can be built or tested. */
export interface DetectedProject {
  kind: ProjectKind;
  /** From the top of the checkout, which itself is `.` */
  directory: string;
  /** What it is built with, such as pnpm, poetry or gradlew. */
  tool?: string;
  name?: string;
  /** From 0 to 1: what its evidence says together. */
  confidence: number;
  evidence: Evidence[];
  commands: SuggestedCommand[];
  /** The directory of the workspace that it belongs to. */
  partOf?: string;
}

/** What was found, the surest first. */
export interface DetectedProjects {
  projects: DetectedProject[];
  /** What was left out and why, one sentence each. */
  notes: string[];
}
