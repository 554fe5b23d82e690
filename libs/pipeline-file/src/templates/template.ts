import type { Located, Scalar_ } from '../located.js';

export const templateKinds = ['pipeline', 'stages', 'stage', 'steps', 'step'] as const;
/** What a template gives. */
export type TemplateKind = (typeof templateKinds)[number];

export interface Template {
  name: string;
  /** The file it is in. */
  file: string;
  kind: TemplateKind;
  body: Located;
  parameters: Parameter[];
}

export const parameterTypes = ['text', 'number', 'boolean', 'choice'] as const;

export interface Parameter {
  name: string;
  type: (typeof parameterTypes)[number];
  /** Of a choice. */
  options: string[];
  /** Absent: it must be given. */
  default?: Scalar_;
}

/** Values of parameters, by name. */
export type Arguments = ReadonlyMap<string, Scalar_>;
