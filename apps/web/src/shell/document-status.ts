import { useEffect } from 'preact/hooks';
import { type AnyStatus, lookOf, type Tone } from '../ui/status-look.js';

/** Seen on light and on dark window frames alike. */
const colours: Record<Tone, string> = {
  good: '#2da55b',
  bad: '#d93a30',
  busy: '#3b8fe0',
  held: '#c98412',
  quiet: '#7d8894',
};
const shapes: Record<Tone, string> = {
  good: 'M9 16.5l5 5 9-11',
  bad: 'M10 10l12 12M22 10L10 22',
  busy: 'M16 9v8l5 3',
  held: 'M16 8v10M16 23v.1',
  quiet: 'M10 16h12',
};
const usualIcon = '/icon.svg';

/** The window's picture for a status, as an address: a shape of its own for each, not a colour alone. */
export const iconOf = (tone: Tone): string => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="${colours[tone]}"/><path d="${shapes[tone]}" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

/** `✓ build · Switchyard` */
export const titleOf = (title: string, status?: AnyStatus): string =>
  `${status === undefined ? '' : `${lookOf(status).sign} `}${title} · Switchyard`;

/** Shows what the page is about, and how it is, where the window is named; as long as the component is there. */
export const useDocumentStatus = (title: string, status?: AnyStatus): void => {
  useEffect(() => {
    document.title = titleOf(title, status);
  }, [title, status]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (!icon || status === undefined) return undefined;
    icon.href = iconOf(lookOf(status).tone);
    return () => {
      icon.href = usualIcon;
    };
  }, [status]);
};
