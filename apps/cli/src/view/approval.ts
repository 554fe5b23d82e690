import type { ApprovalView, EventData } from '@switchyard/contracts';
import { plain } from './clean.js';

/** Such as `waits for 2 approvals from ann, bob, until 2026-11-23T12:00:00.000Z`. */
export const approvalWords = ({
  by,
  quorum,
  expiresAt,
  reviews = [],
}: Omit<ApprovalView, 'reviews'> & { reviews?: ApprovalView['reviews'] }): string => {
  const missing = Math.max(1, quorum - reviews.length);
  const what = missing === 1 ? 'one approval' : `${missing} approvals`;
  const who = by.length > 0 ? ` from ${by.map(plain).join(', ')}` : '';
  return `waits for ${what}${who}${expiresAt === undefined ? '' : `, until ${expiresAt}`}`;
};

/** Such as `approved by ann: looks good`. */
export const reviewWords = ({ verdict, actor, comment }: Omit<EventData['step.reviewed'], 'stepId'>): string =>
  `${verdict === 'approve' ? 'approved' : 'rejected'} by ${plain(actor)}${comment ? `: ${plain(comment)}` : ''}`;
