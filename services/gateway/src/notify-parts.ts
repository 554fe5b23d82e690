import type { Provider } from '@nestjs/common';
import { NotifyService } from './app/notify/ports.js';
import { NotifyController } from './in/notify/notify.controller.js';

export const notifyControllers = [NotifyController];

export const notifyProviders = (notify: NotifyService): Provider[] => [{ provide: NotifyService, useValue: notify }];
