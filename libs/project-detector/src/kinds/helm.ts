import { hasAt, textAt } from '../document.js';
import { type Detector, Sighting } from '../sighting.js';

export const helm: Detector = folder => {
  if (!folder.has('Chart.yaml')) return undefined;
  const read = folder.yaml('Chart.yaml');
  const name = textAt(read.value, 'name');
  const isBroken = read.state === 'read' && (name === undefined || !hasAt(read.value, 'apiVersion'));
  const seen = new Sighting('helm', folder).called(name);
  seen.tool = 'helm';
  seen.seesManifest(isBroken ? { state: 'broken' } : read, 'Chart.yaml', 'it defines a Helm chart');
  const template = folder.below(/^templates\/.+\.(?:ya?ml|tpl)$/);
  if (template !== undefined) seen.sees('sources', template, 'it is a template of the chart');
  if (folder.has('values.yaml')) seen.sees('setting', 'values.yaml', 'it holds the values of the chart');
  seen.coversBelow = true;
  if (hasAt(read.value, 'dependencies'))
    seen.suggests('install', 'helm dependency build', 'Chart.yaml names other charts.');
  return seen
    .suggests('lint', 'helm lint .', 'helm looks for mistakes in the chart.')
    .suggests('test', 'helm template . > /dev/null', 'Every template must render with the values of the chart.')
    .suggests('package', 'helm package .', 'helm packs the chart as it is released.');
};
