import { distinct, slug } from './shape.js';

export const pool = slug('name of a pool', 'bad-pool');

export const labels = distinct(slug('label', 'bad-label'), { most: 8, what: 'a label' });
