/** Ends a switch: a new member of the union breaks the build, and a foreign value breaks the call. */
export const never = (value: never): never => {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
};
