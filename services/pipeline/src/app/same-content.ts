import type { Content } from './ports.js';

/** Whether two versions say the same. */
export const isSameContent = (a: Content, b: Content): boolean => {
  const paths = Object.keys(a.includes);
  return (
    a.yaml === b.yaml &&
    paths.length === Object.keys(b.includes).length &&
    paths.every(path => a.includes[path] === b.includes[path])
  );
};
