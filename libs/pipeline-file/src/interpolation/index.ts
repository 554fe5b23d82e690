export { type ClaimFacts, fillAtClaim, type FilledAtClaim } from './fill-claim.js';
export { fillKey } from './file-hashes.js';
export { fillAtPlan, type FilledAtPlan, type PlanFacts, type Unfilled } from './fill-plan.js';
export { type Filled, fillText, isLate } from './fill-text.js';
