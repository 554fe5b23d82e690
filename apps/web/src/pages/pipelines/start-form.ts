import type { InputView, TriggerBody } from '@switchyard/contracts';

/** What was typed, as text, by name. */
export type Typed = Readonly<Record<string, string>>;

export const firstOf = (inputs: readonly InputView[]): Typed =>
  Object.fromEntries(
    inputs.map(({ name, type, default: usual, options, required }) => [
      name,
      usual ?? (type === 'boolean' ? 'false' : type === 'choice' && required ? (options[0] ?? '') : ''),
    ]),
  );

/** What is wrong, by the name of the input; the platform checks again. */
export const problemsOf = (inputs: readonly InputView[], typed: Typed): Record<string, string> =>
  Object.fromEntries(
    inputs.flatMap(({ name, type, required }) => {
      const text = (typed[name] ?? '').trim();
      if (text === '') return required ? [[name, 'This is needed.']] : [];
      return type === 'number' && !Number.isFinite(Number(text)) ? [[name, 'This is no number.']] : [];
    }),
  );

/** What is sent: what was left empty is not, so that the pipeline's own default counts. */
export const bodyOf = (
  inputs: readonly InputView[],
  typed: Typed,
  at: { branch: string; commit: string },
): TriggerBody => {
  const given = inputs.flatMap(({ name, type }) => {
    const text = (typed[name] ?? '').trim();
    return text === '' ? [] : [[name, valueOf(type, text)] as const];
  });
  const [branch, commit] = [at.branch.trim(), at.commit.trim()];
  return {
    ...(given.length === 0 ? {} : { inputs: Object.fromEntries(given) }),
    ...(branch === '' ? {} : { branch }),
    ...(commit === '' ? {} : { commit_hash: commit }),
  };
};

const valueOf = (type: InputView['type'], text: string): string | number | boolean => {
  if (type === 'number') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
};
