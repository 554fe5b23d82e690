import type { Provider } from '@nestjs/common';
import { PipelineService } from './app/ports.js';
import { StatisticsService } from './app/statistics/ports.js';
import { ReadBadge } from './app/statistics/read-badge.js';
import { BadgesController } from './in/statistics/badges.controller.js';
import { StatisticsController } from './in/statistics/statistics.controller.js';

export const statisticsControllers = [StatisticsController, BadgesController];

/** @param key of the platform: badges' tokens are made from it */
export const statisticsProviders = (
  statistics: StatisticsService,
  pipelines: PipelineService,
  key: string,
): Provider[] => [
  { provide: StatisticsService, useValue: statistics },
  { provide: ReadBadge, useValue: new ReadBadge(pipelines, statistics, key) },
];
