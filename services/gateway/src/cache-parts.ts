import type { Provider } from '@nestjs/common';
import { Caches } from './app/caches/ports.js';
import { CachesController } from './in/caches/caches.controller.js';

export const cacheControllers = [CachesController];

export const cacheProviders = (caches: Caches): Provider[] => [{ provide: Caches, useValue: caches }];
