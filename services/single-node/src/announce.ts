import { Fault, reasonOf } from '@switchyard/kernel';

/** What whoever started the platform reads from its standard output, one object of JSON per line. */
export type Announcement =
  | { event: 'progress'; message: string }
  | { event: 'ready'; url: string; token: string; pid: number }
  | { event: 'failed'; code: string; message: string; suggestions: readonly string[] };

export const announce = (announcement: Announcement): void => {
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
};

export const progress = (message: string): void => announce({ event: 'progress', message });

export const failed = (error: unknown): void => {
  const { code, suggestions } = error instanceof Fault ? error : { code: 'internal', suggestions: [] };
  announce({ event: 'failed', code, message: reasonOf(error), suggestions });
};
