import { plain } from '../view/clean.js';

const id = '[0-7][0-9a-hjkmnp-tv-z]{25}';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const clock = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AP]M)?';
const zone = '(?: ?(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?';
const unit = '(?:ns|µs|us|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)';

/** What two runs of one step may say in other words, in the order in which it is taken out: docs/debug.md lists it. */
const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\S*/connectors/[a-z]+/workspaces/${id}(?:\\.own/[\\w.-]+)?`, 'g'), '<workspace>'],
  [new RegExp(`\\S*/connectors/[a-z]+/journal/[\\w.-]+`, 'g'), '<place>'],
  [/(?<![\w.])(?:\/private)?(?:\/var)?\/(?:tmp|folders)\/[^\s'"`:;,()]+/g, '<temp>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b/g, '<id>'],
  [new RegExp(`\\b${id}\\b`, 'g'), '<id>'],
  [new RegExp(`\\b\\d{4}[-/]\\d{2}[-/]\\d{2}(?:[T ]${clock}${zone})?`, 'g'), '<time>'],
  [
    new RegExp(
      `\\b(?:${weekday},? )?(?:\\d{1,2} ${month}|${month} +\\d{1,2})(?: \\d{4})?(?:,? ${clock}${zone}(?: \\d{4})?)?`,
      'g',
    ),
    '<time>',
  ],
  [new RegExp(`\\b${clock}${zone}(?![\\w:])`, 'g'), '<time>'],
  [/\b1[6-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?\b/g, '<time>'],
  [new RegExp(`\\b(?:\\d+(?:\\.\\d+)? ?${unit}(?: ?(?=\\d)|\\b))+`, 'g'), '<duration>'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d{2,5}\b/g, '$1:<port>'],
  [/\b(pid|PID)([ =:]+)\d+\b/g, '$1$2<pid>'],
];

/** One line of output without what differs between any two runs: times, durations, temporary places, ids. */
export const stripped = (line: string): string =>
  rules.reduce((text, [pattern, instead]) => text.replace(pattern, instead), plain(line)).trimEnd();

/**
 * Lines that the platform adds to the output of a step, and that depend on what its machine has already: caches,
 * copies of repositories, images, how fast something came.
 */
const ofPlatform: readonly RegExp[] = [
  /^Source: (?:taken from the copy|fetching what|the copy that|commit \w+ is there already)/,
  /^(?:remote: |Receiving objects:|Resolving deltas:|Counting objects:|Compressing objects:|Updating files:|Cloning into )/,
  /^(?:cache \S.*|result): /,
  /^(?:Restored the workspace|Kept what changed in the workspace): /,
  /^Keeping artifact \S+: /,
  /: [\d.]+ [kMG]?B of [\d.]+ [kMG]?B$/,
  /^(?:Pulling|Pushing|Building) \S/,
  /^(?:\w+: )?(?:Pulling from|Pull complete|Already exists|Extracting|Layer already exists|Pushed|Digest: |Status: )/,
  /^(?: ?---> |Removing intermediate container |Successfully (?:built|tagged) )/,
  /^Service \S+ (?:started|is healthy)$/,
  /^Waiting for a network: /,
];

export const isOfPlatform = (line: string): boolean => ofPlatform.some(pattern => pattern.test(plain(line)));
