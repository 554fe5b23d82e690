type Loose<Options extends object> = { readonly [Key in keyof Options]?: Options[Key] | undefined };

/** The options that were given: those that are undefined are left out. */
export const given = <Options extends object>(options: Loose<Options>): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
