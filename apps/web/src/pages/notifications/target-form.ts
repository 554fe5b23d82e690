import type { NotifyKind, NotifyMoment, NotifyTargetView, PutNotifyTargetBody } from '@switchyard/contracts';

export const kinds: readonly { value: NotifyKind; title: string }[] = [
  { value: 'slack', title: 'Slack' },
  { value: 'email', title: 'Mail' },
  { value: 'webhook', title: 'A webhook' },
  { value: 'github', title: 'GitHub, at the commit' },
];

export const moments: readonly { value: NotifyMoment; title: string }[] = [
  { value: 'start', title: 'starts' },
  { value: 'success', title: 'ends well' },
  { value: 'failure', title: 'does not end well' },
];

export interface FormField {
  key: string;
  label: string;
  help: string;
  isNeeded?: true;
}

/** What each kind reads, as docs/pipeline-reference.md has it. Other keys that a target has are kept as they are. */
export const fieldsOf: Record<NotifyKind, readonly FormField[]> = {
  slack: [
    { key: 'channel', label: 'Channel', help: 'Such as #builds; that of the address unless given.' },
    { key: 'secret', label: 'Secret', help: 'The name of the secret that holds its address; slack unless given.' },
  ],
  email: [{ key: 'to', label: 'To', help: 'Addresses, with commas between them.', isNeeded: true }],
  webhook: [
    { key: 'url', label: 'Address', help: 'Such as https://example.com/hook.', isNeeded: true },
    { key: 'secret', label: 'Secret', help: 'The name of the secret that signs it; not signed unless given.' },
  ],
  github: [
    { key: 'as', label: 'As', help: 'status or comment; status unless given.' },
    { key: 'repository', label: 'Repository', help: 'Such as team/web; that of the trigger unless given.' },
  ],
};

export interface TargetForm {
  name: string;
  target: NotifyKind;
  on: readonly NotifyMoment[];
  config: Readonly<Record<string, unknown>>;
}

export const emptyForm: TargetForm = { name: '', target: 'slack', on: ['failure'], config: {} };

export const formOf = ({ name, target, on, config }: NotifyTargetView): TargetForm => ({ name, target, on, config });

/** As one line of a form shows it. */
export const textOf = (value: unknown): string => {
  if (value === undefined) return '';
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
};

export const withField = (form: TargetForm, key: string, text: string): TargetForm => ({
  ...form,
  config: { ...form.config, [key]: text },
});

const slug = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const isWhole = ({ name, target, on, config }: TargetForm): boolean =>
  slug.test(name) &&
  on.length > 0 &&
  fieldsOf[target].every(({ key, isNeeded }) => !isNeeded || textOf(config[key]).trim() !== '');

/** What is sent: what was left empty is left out, and several addresses are a list. */
export const bodyOf = ({ target, on, config }: TargetForm): PutNotifyTargetBody => ({
  on: moments.map(({ value }) => value).filter(moment => on.includes(moment)),
  target,
  config: Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      const kept = typeof value === 'string' ? wordsOf(key, value.trim()) : value;
      return kept === '' || kept === undefined ? [] : [[key, kept]];
    }),
  ),
});

const wordsOf = (key: string, text: string): string | string[] => {
  if (key !== 'to' || !text.includes(',')) return text;
  return text
    .split(',')
    .map(one => one.trim())
    .filter(Boolean);
};

/** Whom, in one line. */
export const whomText = ({ target, config }: Pick<NotifyTargetView, 'target' | 'config'>): string =>
  fieldsOf[target]
    .map(({ key, label }) => (config[key] === undefined ? '' : `${label.toLowerCase()} ${textOf(config[key])}`))
    .filter(Boolean)
    .join(', ');
