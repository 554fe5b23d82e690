/** Small charts with a ground of their own, so that they are read on a dark page as on a light one. */
const style = `<style>
.g{fill:#fff;stroke:#d0d7de}.t{fill:#1f2328;font:600 14px system-ui,sans-serif}.l{fill:#424a53;font:12px system-ui,sans-serif}
.b{fill:#8c959f}.o{fill:#0969da}.c{fill:none;stroke:#0969da;stroke-width:2}.a{stroke:#d0d7de}
@media(prefers-color-scheme:dark){.g{fill:#0d1117;stroke:#3d444d}.t{fill:#f0f6fc}.l{fill:#c9d1d9}.b{fill:#6e7681}.o{fill:#4493f8}.c{stroke:#4493f8}.a{stroke:#3d444d}}
</style>`;

const width = 640;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const shown = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });

const svg = (title: string, height: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
${style}
<rect class="g" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
<text class="t" x="16" y="26">${escaped(title)}</text>
${inside}
</svg>
`;

export interface Bar {
  label: string;
  value: number;
  /** Ours. */
  isOurs: boolean;
}

const barsFrom = 170;
const barsTo = width - 90;

/** Horizontal bars from nothing, each with its value. */
export const barChart = (title: string, bars: readonly Bar[]): string => {
  const most = Math.max(...bars.map(bar => bar.value), Number.MIN_VALUE);
  const row = ({ label, value, isOurs }: Bar, at: number) => {
    const y = 42 + at * 26;
    const long = Math.max(1, (value / most) * (barsTo - barsFrom));
    return `<text class="l" x="${barsFrom - 8}" y="${y + 14}" text-anchor="end">${escaped(label)}</text>
<rect class="${isOurs ? 'o' : 'b'}" x="${barsFrom}" y="${y}" width="${long.toFixed(1)}" height="18" rx="2"/>
<text class="l" x="${(barsFrom + long + 6).toFixed(1)}" y="${y + 14}">${shown(value)}</text>`;
  };
  return svg(title, 54 + bars.length * 26, bars.map(row).join('\n'));
};

export interface Point {
  at: number;
  value: number;
}

const area = { left: 60, right: width - 40, top: 60, bottom: 190 };

/** A curve over sizes that each are many times the one before: equal steps to the right are equal factors. */
export const curveChart = (title: string, points: readonly Point[]): string => {
  const sizes = points.map(({ at }) => Math.log10(at));
  const [least, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const most = Math.max(...points.map(({ value }) => value), Number.MIN_VALUE);
  const place = ({ at, value }: Point) => ({
    x: area.left + ((Math.log10(at) - least) / (largest - least || 1)) * (area.right - area.left),
    y: area.bottom - (value / most) * (area.bottom - area.top),
  });
  const line = points.map(point => {
    const { x, y } = place(point);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const marks = points.map(point => {
    const { x, y } = place(point);
    return `<circle class="o" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4"/>
<text class="l" x="${x.toFixed(1)}" y="${(y - 10).toFixed(1)}" text-anchor="middle">${shown(point.value)}</text>
<text class="l" x="${x.toFixed(1)}" y="${area.bottom + 20}" text-anchor="middle">${shown(point.at)}</text>`;
  });
  const axis = `<line class="a" x1="${area.left}" y1="${area.bottom}" x2="${area.right}" y2="${area.bottom}"/>`;
  return svg(title, area.bottom + 36, [axis, `<polyline class="c" points="${line.join(' ')}"/>`, ...marks].join('\n'));
};
