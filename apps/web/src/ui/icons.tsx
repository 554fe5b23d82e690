/** Shapes of 16 by 16, drawn with the colour of the text around them. */
const paths = {
  check: 'M3 8.5l3.2 3.2L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  dot: 'M8 5.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z',
  ring: 'M8 3a5 5 0 100 10A5 5 0 008 3z',
  running: 'M13 8a5 5 0 10-1.5 3.6M13 12.2V9h-3.2',
  clock: 'M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM8 5v3.2l2 1.3',
  stop: 'M5 5h6v6H5z',
  skip: 'M3.5 4.5L8 8l-4.5 3.5zM9 4.5L13.5 8 9 11.5z',
  hand: 'M8 2.5l5.8 10.5H2.2zM8 6.5v3M8 11.2v.3',
  pause: 'M5.5 4v8M10.5 4v8',
  play: 'M5 3.5v9l7-4.5z',
  repeat: 'M3 8a5 5 0 018.6-3.5L13 6M13 3v3h-3M13 8a5 5 0 01-8.6 3.5L3 10M3 13v-3h3',
  copy: 'M6 6h7v7H6zM3.5 10H3V3h7v.5',
  search: 'M7 3a4 4 0 100 8 4 4 0 000-8zM10 10l3.5 3.5',
  plus: 'M8 3v10M3 8h10',
  trash: 'M3 4.5h10M6.5 4V3h3v1M4.5 4.5l.7 8.5h5.6l.7-8.5',
  edit: 'M3 13l.6-2.8 7-7 2.2 2.2-7 7zM9.4 4.4l2.2 2.2',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  link: 'M9 3h4v4M13 3L7.5 8.5M11 9v4H3V5h4',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13h10',
  upload: 'M8 10.5V3M4.8 6.2L8 3l3.2 3.2M3 13h10',
  branch:
    'M4.5 4v8M4.5 10c0-3 7-1.5 7-5M4.5 2.5a1 1 0 100 2 1 1 0 000-2zM11.5 3a1 1 0 100 2 1 1 0 000-2zM4.5 11.5a1 1 0 100 2 1 1 0 000-2z',
  person: 'M8 2.8a2.6 2.6 0 100 5.2 2.6 2.6 0 000-5.2zM3 13.5c.5-2.6 2.4-4 5-4s4.5 1.4 5 4',
  key: 'M5.5 7.5a3 3 0 100 6 3 3 0 000-6zM7.6 8.4L13.5 2.5M11 5l2 2',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.5a2.5 2.5 0 015 0v2',
  gear: 'M8 5.8a2.2 2.2 0 100 4.4 2.2 2.2 0 000-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6L5 5M11 11l1.4 1.4M12.4 3.6L11 5M5 11l-1.4 1.4',
  pulse: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  flow: 'M2.5 3h4v4h-4zM9.5 9h4v4h-4zM4.5 7v4h5',
  box: 'M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5L8 8l5.5-3M8 8v6',
  globe: 'M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM2.5 8h11M8 2.5c3.5 3.5 3.5 7.5 0 11-3.5-3.5-3.5-7.5 0-11',
  server: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  hook: 'M5 10.5a2.5 2.5 0 102.5 2.5H11M8 3a2.5 2.5 0 00-1 4.8L5 11M8 3a2.5 2.5 0 012.3 3.5L12 9.5',
  people:
    'M6 3.5a2.2 2.2 0 100 4.4 2.2 2.2 0 000-4.4zM1.8 13c.4-2.3 2-3.5 4.2-3.5s3.8 1.2 4.2 3.5M10.5 4a2 2 0 010 3.7M11.8 9.8c1.3.5 2.1 1.5 2.4 3.2',
  book: 'M3 3h4a1 1 0 011 1v9a1 1 0 00-1-1H3zM13 3H9a1 1 0 00-1 1v9a1 1 0 011-1h4z',
  sun: 'M8 5.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1',
  moon: 'M13 9.5A5.5 5.5 0 016.5 3 5.5 5.5 0 1013 9.5z',
  screen: 'M2.5 3h11v8h-11zM6 13.5h4M8 11v2.5',
  out: 'M9.5 5V3h-6v10h6v-2M6.5 8h7M11 5.5L13.5 8 11 10.5',
} as const;

export type IconName = keyof typeof paths;

/** Says nothing by itself: a word stands beside it, or a label on the control around it. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
);
