import type { DetectedProject, Evidence, ProjectKind, StepPurpose, SuggestedCommand } from '@switchyard/contracts';
import type { Read } from './documents.js';
import type { Folder } from './folder.js';
import { mostEvidence } from './limits.js';
import { plainWords } from './plain-words.js';
import { confidenceOf, type Role, weights } from './weights.js';

/** A project that shows itself: what speaks for it, and what can be done with it. */
export class Sighting {
  tool: string | undefined;
  partOf: string | undefined;
  /** Whether everything of its kind below its folder belongs to it and is built with it. */
  coversBelow = false;
  /** The file that lists other folders as its parts, where there is one. */
  workspaceFile: string | undefined;
  /** Globs of the folders below that are its members. */
  members: readonly string[] = [];
  private readonly evidence: Evidence[] = [];
  private commands: SuggestedCommand[] = [];
  private title: string | undefined;

  constructor(
    readonly kind: ProjectKind,
    readonly folder: Folder,
  ) {}

  /** A file of its folder, and in one sentence what it shows. */
  sees(role: Role, name: string, shows: string): this {
    return this.seesAt(role, this.folder.at(name), shows);
  }

  /** The same for a path from the top. */
  seesAt(role: Role, path: string, shows: string): this {
    if (this.evidence.length < mostEvidence) this.evidence.push({ path, shows, weight: weights[role] });
    return this;
  }

  /** The file that defines it, by how well it could be read. */
  seesManifest({ state }: Read, name: string, shows: string): this {
    if (state === 'read') return this.sees('manifest', name, shows);
    return state === 'unread'
      ? this.sees('unread', name, `${shows}; its content is not known`)
      : this.sees('broken', name, `${shows}, but it cannot be read`);
  }

  suggests(purpose: StepPurpose, run: string, why: string, name?: string): this {
    this.commands.push({ purpose, ...(name === undefined ? {} : { name }), run, why });
    return this;
  }

  /** Takes back what it has suggested for one purpose: somebody else does it. */
  leaves(purpose: StepPurpose): void {
    this.commands = this.commands.filter(one => one.purpose !== purpose);
  }

  called(name: string | undefined): this {
    const words = plainWords(name ?? '');
    this.title = words === '' ? undefined : words;
    return this;
  }

  has(purpose: StepPurpose): boolean {
    return this.commands.some(one => one.purpose === purpose);
  }

  get confidence(): number {
    return confidenceOf(this.evidence.map(({ weight }) => weight));
  }

  get project(): DetectedProject {
    return {
      kind: this.kind,
      directory: this.folder.path,
      ...(this.tool === undefined ? {} : { tool: this.tool }),
      ...(this.title === undefined ? {} : { name: this.title }),
      confidence: this.confidence,
      evidence: this.evidence,
      commands: this.commands,
      ...(this.partOf === undefined ? {} : { partOf: this.partOf }),
    };
  }
}

/** Looks into one folder for projects of one kind. */
export type Detector = (folder: Folder) => Sighting | undefined;
