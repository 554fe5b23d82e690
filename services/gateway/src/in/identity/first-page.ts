// The page behind a link that lets somebody in: nothing inline, nothing from elsewhere, and nothing of the request in it.

const page = (title: string, inside: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Switchyard</title>
<link rel="stylesheet" href="/api/sessions/first/page.css">
<main>
<p class="mark" aria-hidden="true"><span></span>Switchyard</p>
${inside}
</main>
</html>
`;

/** @param administrator whether who comes by the link administrates the platform. */
export const firstPage = (administrator: boolean): string =>
  page(
    'Welcome',
    `<h1 id="title" tabindex="-1">Welcome</h1>
<p id="lead">${
      administrator
        ? 'You are about to become an administrator of this platform. Choose how you sign in from now on.'
        : 'Somebody has invited you to this platform. Choose how you sign in from now on.'
    }</p>
<form id="form" novalidate>
<label for="login">Login</label>
<input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus aria-describedby="login-help">
<small id="login-help">Small letters a–z, digits, and . _ @ + - between them</small>
<label for="name">Name</label>
<input id="name" name="name" autocomplete="name" aria-describedby="name-help">
<small id="name-help">As others read it; may be left empty</small>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required aria-describedby="password-help">
<small id="password-help">10 characters or more; length is what counts</small>
<label for="again">Password, once more</label>
<input id="again" type="password" autocomplete="new-password" required>
<p id="problem" role="alert"></p>
<button id="go">Create the account</button>
</form>
<section id="next" hidden>
<p>You are signed in as <strong id="who"></strong> in this browser, and the link is used up.</p>
<h2>What next</h2>
<ol>
<li>Let the command line in: <code id="command"></code></li>
<li>Run a first pipeline: <code>yard init</code>, then <code>yard run</code></li>
<li>Read what programs can do: <a href="/api/docs">the API</a></li>
</ol>
</section>
<noscript><p>This page needs scripts. Without them: <code>yard login --first 'THIS-ADDRESS' --user NAME</code></p></noscript>
<script src="/api/sessions/first/page.js" defer></script>`,
  );

export const usedUpPage: string = page(
  'No such link',
  `<h1>This link is of no use any more</h1>
<p>Each link works once, and within a day; a newer one takes its place.</p>
<ul>
<li>Whoever runs the platform gets a new one with <code>yard up</code> as long as nobody can sign in.</li>
<li>Later an administrator invites you anew.</li>
</ul>`,
);

export const firstStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --ink: #16202b; --soft: #54616f; --line: #c3ccd6; --ground: #f3f5f8; --sheet: #fff; --strong: #0b5cad; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e8edf3; --soft: #a3b0be; --line: #435060; --ground: #10161d; --sheet: #19222c; --strong: #7db8f2; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; color: var(--ink); background: var(--ground); }
main { width: min(27rem, 100%); padding: 2rem; background: var(--sheet); border: 1px solid var(--line); border-radius: .75rem; }
.mark { display: flex; align-items: center; gap: .5rem; margin: 0 0 1.5rem; color: var(--soft); font-weight: 600; }
.mark span { width: 1.4rem; height: .9rem; border: solid var(--strong); border-width: 2px 0; transform: skewX(-28deg); }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.2; }
h1:focus { outline: none; }
h2 { margin: 1.5rem 0 .25rem; font-size: 1.1rem; }
label { display: block; margin-top: 1.1rem; font-weight: 600; }
input { width: 100%; margin-top: .25rem; padding: .55rem .65rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--soft); border-radius: .4rem; }
input[aria-invalid=true] { border-color: var(--bad); }
small { color: var(--soft); }
button { width: 100%; margin-top: .75rem; padding: .65rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--sheet); background: var(--strong); border: 0; border-radius: .4rem; }
button[aria-disabled=true] { opacity: .6; cursor: progress; }
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
a { color: var(--strong); }
code { overflow-wrap: anywhere; padding: .1rem .3rem; border-radius: .25rem; background: var(--ground); }
li { margin: .4rem 0; }
#problem { min-height: 1.5rem; margin: .75rem 0 0; color: var(--bad); }
@media (prefers-reduced-motion: no-preference) { button { transition: opacity .15s; } }
`;

/** Everything is put in as text, never as markup. */
export const firstScript = `'use strict';
const by = id => document.getElementById(id);
const form = by('form');
const fields = ['login', 'name', 'password', 'again'].map(by);
const code = new URLSearchParams(location.search).get('code');
let sending = false;

const problem = (text, field) => {
  by('problem').textContent = text;
  for (const one of fields) one.toggleAttribute('aria-invalid', false);
  if (!field) return;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
};

const mistake = () => {
  const [login, , password, again] = fields;
  if (!login.value.trim()) return ['Choose a login.', login];
  if ([...password.value].length < 10) return ['The password needs 10 characters or more.', password];
  if (again.value !== password.value) return ['The two passwords differ.', again];
};

const welcome = user => {
  // The code stays neither in the address nor in the history.
  history.replaceState(null, '', location.pathname);
  form.hidden = true;
  by('lead').hidden = true;
  by('title').textContent = 'Welcome, ' + user.name;
  by('who').textContent = user.login;
  by('command').textContent = 'yard login --user ' + user.login;
  by('next').hidden = false;
  by('title').focus();
};

form.addEventListener('submit', async event => {
  event.preventDefault();
  const wrong = mistake();
  if (wrong || sending) return wrong && problem(...wrong);
  problem('');
  sending = true;
  by('go').setAttribute('aria-disabled', 'true');
  const [login, name, password] = fields.map(one => one.value);
  const body = JSON.stringify({ code, login, password, ...(name.trim() ? { name: name.trim() } : {}) });
  try {
    const response = await fetch('/api/sessions/first', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer = await response.json();
    if (response.ok) return welcome(answer.user);
    problem(answer.message || 'That did not work.', answer.code === 'login-taken' ? fields[0] : undefined);
  } catch {
    problem('The platform does not answer. Try again in a moment.');
  } finally {
    sending = false;
    by('go').removeAttribute('aria-disabled');
  }
});
`;
