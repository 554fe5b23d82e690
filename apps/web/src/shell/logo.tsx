/** Two tracks that part. */
export const Logo = ({ size = 22 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="7" fill="#1f3a5f" />
    <path d="M6 22h8c5 0 4-12 9-12h3M6 22h20" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" />
    <circle cx="26" cy="10" r="2.6" fill="#7fd1ae" />
    <circle cx="26" cy="22" r="2.6" fill="#fff" />
  </svg>
);
