/** Below this a form would stand in the middle of everyday words. */
const smallestForm = 4;
/** Bytes on one line of base64 as `base64` (76 characters) and `openssl base64` (64) wrap it. */
const wrappedAt = [57, 48];

/**
 * Every form in which a value is looked for, as bytes: as it is, its lines, and each of these in base64 and base64url in
 * all three alignments, also wrapped, escaped for URLs and for JSON, and as hex of either case.
 */
export const formsOf = (value: string): Buffer[] => {
  const forms = new Set<string>();
  for (const part of partsOf(value.toWellFormed()))
    for (const form of [...textForms(part), ...byteForms(Buffer.from(part))])
      if (form.length >= smallestForm) forms.add(form);
  return [...forms].map(form => Buffer.from(form, 'latin1'));
};

/** The value, without the blanks around it, and its lines. */
const partsOf = (value: string): Set<string> =>
  new Set(
    [value, value.trim(), ...value.split(/[\r\n]+/), ...value.split(/[\r\n]+/).map(line => line.trim())].filter(
      part => Buffer.byteLength(part) >= smallestForm,
    ),
  );

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

const textForms = (part: string): string[] => {
  const json = JSON.stringify(part).slice(1, -1);
  const ascii = json.replace(/[\u007f-\uffff]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const url = encodeURIComponent(part);
  const strict = url.replace(/[!'()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const escaped = [json, ascii, json.replaceAll('/', '\\/'), ascii.replaceAll('/', '\\/')];
  const urls = [url, strict, encodeURI(part)];
  const lower = urls.map(one => one.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()));
  const plus = [...urls, ...lower].map(one => one.replaceAll('%20', '+'));
  return [part, ...escaped, ...urls, ...lower, ...plus].map(latin1);
};

const byteForms = (bytes: Buffer): string[] => {
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map(shift => innerBase64(bytes, shift));
  const wrapped = wrappedAt.flatMap(length => piecesOf(bytes, length).map(piece => innerBase64(piece, 0)));
  const all = [...base64, ...wrapped];
  return [hex, hex.toUpperCase(), ...all, ...all.map(one => one.replaceAll('+', '-').replaceAll('/', '_'))];
};

/** Base64 of bytes behind so many others: the characters that do not depend on what stands around them. */
const innerBase64 = (bytes: Buffer, shift: number): string => {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
};

/** None when it fits into one. */
const piecesOf = (bytes: Buffer, length: number): Buffer[] =>
  bytes.length <= length
    ? []
    : Array.from({ length: Math.ceil(bytes.length / length) }, (_, n) => bytes.subarray(n * length, (n + 1) * length));
