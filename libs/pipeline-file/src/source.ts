/** Editors do not show a byte order mark, so it counts for no column. */
export const withoutMark = (file: string): string => file.replace(/^\ufeff/, '');

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
