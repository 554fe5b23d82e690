import { GraphView } from '../../graph/graph-view.js';
import { WaterfallView } from '../../graph/waterfall-view.js';
import css from './execution.module.css';
import { hrefOfStep, type Look } from './look.js';

const pictures = [
  ['graph', 'Graph'],
  ['timing', 'Timing'],
  ['none', 'Hide'],
] as const;

/** The whole at a glance: what follows what, or what took how long. */
export const Picture = ({ look }: { look: Look }) => {
  const { view, asOf, seen, place, step } = look;
  if (view.steps.length === 0) return null;
  const drawn = { view, asOf, chosen: step?.id, hrefOf: hrefOfStep(look) };
  return (
    <section class={css.picture} aria-label="Overview">
      <nav class={css.choice} aria-label="Overview as">
        {pictures.map(([id, title]) => (
          <a
            key={id}
            href={place.here({ picture: id === 'graph' ? undefined : id })}
            aria-current={seen.picture === id ? 'true' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      {seen.picture === 'graph' && <GraphView {...drawn} />}
      {seen.picture === 'timing' && <WaterfallView {...drawn} />}
    </section>
  );
};
