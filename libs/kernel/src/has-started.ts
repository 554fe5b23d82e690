/** Tells what runs the program, as scripts/program.cjs does, that it has started: what has been compiled until now may be kept. */
export const hasStarted = (): void => {
  const hear: unknown = Reflect.get(globalThis, Symbol.for('switchyard.started'));
  if (typeof hear === 'function') hear();
};
