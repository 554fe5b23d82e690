import type { Note } from './note.js';

export const notesOfStatistics: Readonly<Record<string, Note>> = {
  'StatisticsController.ofPipeline': { summary: 'How the executions of a pipeline have been' },
  'StatisticsController.ofProject': { summary: 'How the executions of a project have been' },
  'StatisticsController.latest': { summary: 'The last executions of several pipelines' },
  'StatisticsController.starts': { summary: 'What starts a pipeline, when, and what it asks for' },
  'BadgesController.badge': {
    gives: 'image/svg+xml',
    answer: { type: 'string' },
    headers: ['if-none-match'],
    statuses: [200, 304],
  },
  'BadgesController.address': { summary: 'Where the badge of a pipeline is' },
};
