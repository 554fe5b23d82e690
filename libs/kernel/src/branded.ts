declare const brand: unique symbol;

/** A `Value` that only its own constructor or parser hands out. */
export type Branded<Value, Name extends string> = Value & { readonly [brand]: Name };
