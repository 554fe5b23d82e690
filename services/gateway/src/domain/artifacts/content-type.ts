/** What a browser may show by itself. Nothing among it runs a script, as HTML and SVG do. */
const shown: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  csv: 'text/plain; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

/** Of a file that somebody else made: bytes, but for what is harmless whatever it holds. */
export const contentTypeOf = (path: string): string => {
  const [, extension = ''] = /\.([A-Za-z0-9]{1,8})$/.exec(path) ?? [];
  const key = extension.toLowerCase();
  return (Object.hasOwn(shown, key) ? shown[key] : undefined) ?? 'application/octet-stream';
};

/** A name for a file on anybody's disk: neither a path nor hidden. */
export const fileNameOf = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100) || 'artifact';

/** With its own name for those who understand RFC 6266, and a plain one for the others. */
export const attachment = (name: string): string => {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, one => `%${one.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${fileNameOf(name)}"; filename*=UTF-8''${encoded}`;
};
