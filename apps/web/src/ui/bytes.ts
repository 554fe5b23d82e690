const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as people read it, in steps of 1000: `12.3 MB`. */
export const bytesText = (bytes: number): string => {
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
};
