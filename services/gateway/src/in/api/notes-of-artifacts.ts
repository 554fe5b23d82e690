import type { Note } from './note.js';

const bytes = { type: 'string', format: 'binary' } as const;

export const notesOfArtifacts: Readonly<Record<string, Note>> = {
  'ArtifactsController.list': { summary: 'What was kept of an execution and has not expired' },
  'ArtifactsController.reports': { summary: 'Tests, findings and coverage that its steps reported' },
  'ArtifactsController.get': { summary: 'One artifact with its files, by page', refuses: [409] },
  'ArtifactsController.archive': {
    summary: 'The whole artifact as a ZIP',
    gives: 'application/zip',
    answer: bytes,
    refuses: [409],
  },
  'ArtifactsController.file': {
    summary: 'One file of an artifact, or a part of it',
    gives: 'application/octet-stream',
    answer: bytes,
    headers: ['range', 'if-none-match'],
    statuses: [200, 206, 304],
    refuses: [409, 416],
  },
};
