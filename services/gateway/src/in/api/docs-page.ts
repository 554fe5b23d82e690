// A page without anything inline, and without anything from elsewhere: it shows the document that lies beside it.

export const docsPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Switchyard API</title>
<link rel="stylesheet" href="/api/docs/page.css">
<header><h1>Switchyard API</h1><p id="about">Loading…</p>
<label>Find <input id="find" type="search" autocomplete="off"></label>
<p><a href="/api/openapi.json">openapi.json</a></p></header>
<main id="routes"></main>
<noscript>The page needs scripts; <a href="/api/openapi.json">openapi.json</a> has the same.</noscript>
<script src="/api/docs/page.js"></script>
</html>
`;

export const docsStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin: 2rem 0 .5rem; text-transform: capitalize; }
details { border-top: 1px solid #8884; padding: .4rem 0; }
summary { cursor: pointer; }
summary code { font-weight: 600; }
.verb { display: inline-block; min-width: 4.5rem; text-transform: uppercase; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-top: 1px solid #8883; }
pre { overflow: auto; max-height: 30rem; background: #8881; padding: .6rem; }
input { font: inherit; padding: .2rem .4rem; }
`;

/** Everything is put in as text, never as markup. */
export const docsScript = `'use strict';
const el = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};
const nameOf = schema => (schema && schema.$ref ? schema.$ref.split('/').pop() : undefined);
const kindOf = schema => {
  if (!schema) return '';
  if (nameOf(schema)) return nameOf(schema);
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.type === 'array') return kindOf(schema.items) + '[]';
  return [schema.type, schema.format].filter(Boolean).join(' ');
};
const limitsOf = schema =>
  ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'default']
    .filter(word => schema[word] !== undefined)
    .map(word => word + ' ' + schema[word])
    .join(', ');
const table = (heads, rows) =>
  el('table', '', el('tr', '', ...heads.map(one => el('th', one))), ...rows.map(row => el('tr', '', ...row.map(one => el('td', one)))));
const schemaOf = (api, schema) => {
  const name = nameOf(schema);
  return el('pre', JSON.stringify(name ? api.components.schemas[name] : schema, null, 2));
};
const operation = (api, path, verb, one) => {
  const verbs = el('span', verb);
  verbs.className = 'verb';
  const head = el('summary', '', el('code', '', verbs, path), ' ', one.summary);
  const made = el('details', '', head);
  made.dataset.text = (verb + ' ' + path + ' ' + one.summary).toLowerCase();
  made.addEventListener('toggle', () => { if (made.open && made.children.length === 1) fill(made, api, one); });
  return made;
};
const fill = (made, api, one) => {
  if (one.description) made.append(el('p', one.description));
  if (one.parameters.length > 0)
    made.append(el('h4', 'Parameters'), table(['name', 'in', 'type', ''], one.parameters.map(p =>
      [p.name + (p.required ? ' *' : ''), p.in, kindOf(p.schema), [p.description, limitsOf(p.schema)].filter(Boolean).join('; ')])));
  for (const [type, { schema }] of Object.entries((one.requestBody || { content: {} }).content))
    made.append(el('h4', 'Body: ' + type), schemaOf(api, schema));
  made.append(el('h4', 'Answers'));
  for (const [status, answer] of Object.entries(one.responses)) {
    const whole = answer.$ref ? api.components.responses[nameOf(answer)] : answer;
    made.append(el('p', status + ': ' + whole.description));
    if (status < '300') for (const { schema } of Object.values(whole.content || {})) made.append(schemaOf(api, schema));
  }
};
const show = api => {
  document.getElementById('about').textContent = 'Version ' + api.info.version + ', OpenAPI ' + api.openapi;
  const groups = new Map();
  for (const [path, verbs] of Object.entries(api.paths))
    for (const [verb, one] of Object.entries(verbs)) {
      const group = groups.get(one.tags[0]) || el('section', '', el('h2', one.tags[0]));
      groups.set(one.tags[0], group);
      group.append(operation(api, path, verb, one));
    }
  document.getElementById('routes').append(...[...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group));
  document.getElementById('find').addEventListener('input', event => {
    const wanted = event.target.value.toLowerCase();
    for (const one of document.querySelectorAll('details')) one.hidden = !one.dataset.text.includes(wanted);
  });
};
fetch('/api/openapi.json').then(answer => answer.json()).then(show).catch(error => {
  document.getElementById('about').textContent = 'The document cannot be read: ' + error.message;
});
`;
