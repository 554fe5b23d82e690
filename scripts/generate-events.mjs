// Writes docs/events.md from what the contracts say of subjects and events.
import { writeFileSync } from 'node:fs';
import { eventsPage } from '../libs/contracts/src/events-page.ts';

writeFileSync(new URL('../docs/events.md', import.meta.url), eventsPage());
console.log('wrote docs/events.md');
