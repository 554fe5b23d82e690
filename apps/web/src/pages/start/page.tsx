import { useEffect } from 'preact/hooks';
import { usePlace } from '../../shell/use-place.js';

/** Where nobody said where to: what happens now. */
export const StartPage = () => {
  const { to, go } = usePlace();
  useEffect(() => go(to('/executions'), 'replace'), []);
  return null;
};
