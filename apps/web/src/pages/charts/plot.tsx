import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'preact/hooks';
import type { Series } from './series.js';
import css from './plot.module.css';

export interface Line {
  label: string;
  /** A token of the theme, such as `--good`. */
  colour: string;
  look: 'line' | 'dashed' | 'bars';
}

const height = 170;

const colourIn = (place: Element, token: string): string => getComputedStyle(place).getPropertyValue(token).trim();
/** Canvases know no `light-dark()`: the browser is asked what it comes to. */
const resolved = (place: HTMLElement, token: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color || colourIn(place, token);
};

const seriesOf = (place: HTMLElement, { label, colour, look }: Line, value: (n: number) => string): uPlot.Series => {
  const stroke = resolved(place, colour);
  const bars =
    look === 'bars' ? { paths: uPlot.paths.bars?.({ size: [0.7, 40] }), fill: stroke, points: { show: false } } : {};
  return {
    label,
    stroke,
    width: look === 'bars' ? 0 : 2,
    spanGaps: true,
    value: (_, n: number | null) => (n === null ? '–' : value(n)),
    ...(look === 'dashed' ? { dash: [4, 4] } : {}),
    ...(bars as Partial<uPlot.Series>),
  };
};

/** The axis is no wider than what stands on it. */
const axisSize = 52;

const optionsFor = (place: HTMLElement, lines: readonly Line[], value: (n: number) => string): uPlot.Options => {
  const [ink, grid] = [resolved(place, '--soft'), resolved(place, '--line')];
  const axis = {
    stroke: ink,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width: place.clientWidth,
    height,
    tzDate: time => uPlot.tzDate(new Date(time * 1_000), 'Etc/UTC'),
    scales: { y: { range: (_, __, most) => [0, Math.max(1e-3, (most ?? 0) * 1.1)] } },
    series: [{ value: '{YYYY}-{MM}-{DD}' }, ...lines.map(line => seriesOf(place, line, value))],
    axes: [
      { ...axis, grid: { show: false }, values: [[86_400, '{MM}-{DD}', null, null, null, null, null, null, 1]] },
      { ...axis, size: axisSize, values: (_, splits) => splits.map(value) },
    ],
    legend: { live: true },
    cursor: { y: false },
  };
};

/** One chart; what it shows stands in the table below it too, for those who do not see it. */
export const Plot = ({
  title,
  series,
  lines,
  value,
}: {
  title: string;
  series: Series;
  lines: readonly Line[];
  value: (n: number) => string;
}) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place.current;
    if (!box) return undefined;
    let plot: uPlot | undefined;
    const draw = () => {
      plot?.destroy();
      plot = new uPlot(optionsFor(box, lines, value), series as uPlot.AlignedData, box);
    };
    draw();
    const width = new ResizeObserver(() => plot?.setSize({ width: box.clientWidth, height }));
    width.observe(box);
    // Its colours are painted once.
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', draw);
    return () => {
      width.disconnect();
      theme.disconnect();
      system.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [series, lines, value]);
  return (
    <figure class={css.plot}>
      <figcaption>{title}</figcaption>
      <div ref={place} class={css.box} />
    </figure>
  );
};
