// Texts by which whoever writes a name, a branch or a line of output tries to become part of the page.

/** Told of in Node, whichever page or frame calls it. */
export const trap = '__hostile';
const call = `${trap}()`;

/** Of one line, without control characters: what every name takes. */
export const lines: readonly string[] = [
  `<img src=x onerror=${call}>`,
  `"><script>${call}</script>`,
  `</script><script>${call}</script>`,
  `</title></textarea></style><svg/onload=${call}>`,
  `javascript:${call}`,
  `data:text/html,<script>${call}</script>`,
  `' autofocus onfocus='${call}' x='`,
  `<iframe srcdoc="<script>parent.${call}</script>">`,
  `{{constructor.constructor('${call}')()}}`,
  `</style><style>*{display:none!important}</style>`,
  `<a href="javascript:${call}" id=app name=body>click</a>`,
  `<math><style><!--</style><img title="--><img src=1 onerror=${call}>">`,
  `<form action=javascript:${call}><button name=attributes>`,
  `&lt;img src=x onerror=${call}&gt;`,
  `%3Cscript%3E${call}%3C/script%3E`,
  `$(${call})\`${call}\`;'--url=http://hostile.invalid`,
  '__proto__',
  'constructor',
];

/** As long as any name may be, without a place to break it. */
export const long = (length: number): string => `<b>${'W'.repeat(length - 7)}</b>`;

/** Turns the direction of what stands behind it; names of pipelines refuse it. */
export const turned = `turned \u202e<b>fdp.exe</b>`;
/** Ends a line in scripts of old, and in no text. */
export const separated = `separated \u2028${call}//\u2029`;
/** What no name takes, and a branch or a payload may. */
export const controls = `nul \u0000<b>\u001b[31mred\u001b]8;;javascript:${call}\u0007link\u001b]8;;\u0007\r\n\ud800`;

/** What fields without rules take. */
export const texts: readonly string[] = [...lines, long(100), turned, separated];

/** The first markup of them, for fields of which there is one only. */
export const [image = ''] = lines;

/** What is seen of a text: a browser draws its spaces as one. */
export const seen = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u2028\u2029]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
