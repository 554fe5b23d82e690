import type { ConditionFacts } from '../condition.js';
import { askedIn, fillText } from './fill-text.js';
import { isCommand, pathOf } from './places.js';

/** What is known when a plan is made: nothing has run yet. */
export type PlanFacts = Omit<ConditionFacts, 'env' | 'steps'>;

/** The texts of one step, as the file has them. */
export interface Unfilled {
  /** Environments of the file from the outside in: the pipeline's, the stage's, the step's. Each sees those before it as `env`. */
  layers: readonly Record<string, string>[];
  /** Laid over all of them and never evaluated: the trigger's environment, inputs, cell values, built-in variables. */
  given: Record<string, string>;
  config: Record<string, unknown>;
}

/** Literal but for the places `templates` names, which are filled at the claim. */
export interface FilledAtPlan {
  environment: Record<string, string>;
  config: Record<string, unknown>;
  templates: Record<string, string>;
  mistake?: undefined;
}

/** Evaluates every text of a step that can be when its plan is made. Pure, and never throws. */
export const fillAtPlan = (
  { layers, given, config }: Unfilled,
  facts: PlanFacts,
): FilledAtPlan | { mistake: string } => {
  const work = new Work(facts, given);
  for (const layer of layers) work.addLayer(layer);
  const filled = work.fillMap(config, ['config']);
  return work.mistake === undefined ? { ...work.environment(), config: filled } : { mistake: work.mistake };
};

class Work {
  mistake: string | undefined;

  private env: Record<string, string> = {};

  private late: Record<string, string> = {};

  private readonly templates: Record<string, string> = {};

  constructor(
    private readonly facts: PlanFacts,
    private readonly given: Record<string, string>,
  ) {}

  addLayer(layer: Record<string, string>): void {
    const added: Record<string, string> = {};
    const late: Record<string, string> = {};
    for (const [name, text] of Object.entries(layer)) {
      if (Object.hasOwn(this.given, name)) continue;
      if (this.mustWait(text)) late[name] = this.checkedSelf(name, text);
      else added[name] = this.filled(text, `environment.${name}`);
    }
    const others = Object.entries(this.late).filter(([name]) => !Object.hasOwn(layer, name));
    this.late = { ...Object.fromEntries(others), ...late };
    this.env = { ...this.env, ...added };
    for (const name of Object.keys(late)) this.env[name] = '';
  }

  fillMap(map: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, this.fill(value, [...path, key])]));
  }

  environment() {
    const environment = { ...this.env, ...this.given };
    const late = Object.entries(this.late).map(([name, text]) => [pathOf(['environment', name]), text] as const);
    return { environment, templates: { ...Object.fromEntries(late), ...this.templates } };
  }

  private fill(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'string') return isCommand(path) ? value : this.fillString(value, path);
    if (Array.isArray(value)) return value.map((one, index) => this.fill(one, [...path, String(index)]));
    return typeof value === 'object' && value !== null ? this.fillMap({ ...value }, path) : value;
  }

  private fillString(text: string, path: readonly string[]): string {
    if (!this.mustWait(text)) return this.filled(text, path.join('.'));
    this.templates[pathOf(path)] = text;
    return '';
  }

  /** It asks for what steps give, or for a variable that does. */
  private mustWait(text: string): boolean {
    return askedIn(text).some(({ root, members: [name] }) => {
      if (root !== 'env') return root === 'steps';
      return name === undefined ? Object.keys(this.late).length > 0 : Object.hasOwn(this.late, name);
    });
  }

  private checkedSelf(name: string, text: string): string {
    const asksItself = askedIn(text).some(({ root, members: [own] }) => root === 'env' && own === name);
    if (asksItself && Object.hasOwn(this.late, name))
      this.mistake ??= `environment.${name}: it asks for env.${name} of an outer level, which is known only after a step`;
    return text;
  }

  private filled(text: string, place: string): string {
    const env = { ...this.env, ...this.given };
    const found = fillText(text, { ...this.facts, env, steps: {} });
    if (found.mistake === undefined) return found.text;
    this.mistake ??= `${place}: ${found.mistake}`;
    return '';
  }
}
