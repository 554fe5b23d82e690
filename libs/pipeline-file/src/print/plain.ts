/** A map as a file has it, its keys in the order they are printed. */
export interface Plain {
  [key: string]: unknown;
}

/** Without the keys nothing stands behind. */
export const present = (map: Plain): Plain =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));

/** Lists and maps that hold something. */
export const filled = <Value extends object>(value: Value): Value | undefined =>
  Object.keys(value).length > 0 ? value : undefined;
