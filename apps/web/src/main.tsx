import { render } from 'preact';
import { App } from './app.js';
import { hearKeys } from './shell/keys.js';
import './theme.css';

const place = document.getElementById('app');
hearKeys();
if (place) render(<App />, place);
