/** Seconds as reports write them: `0.012`, or `1,234.5` with thousands. Anything else is no time. */
export const secondsOf = (text: string | undefined): number => {
  const value = Number((text ?? '').replaceAll(',', ''));
  return Number.isFinite(value) && value > 0 ? value : 0;
};

/** A line of a file; undefined for anything else. */
export const lineOf = (text: string | undefined): number | undefined => {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
};
