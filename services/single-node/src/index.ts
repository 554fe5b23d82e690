import 'reflect-metadata';
export type { Announcement } from './announce.js';
export type { PlatformFile } from './data-directory.js';
