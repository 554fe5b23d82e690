/** What the doctor says of one thing. */
export interface Finding {
  name: string;
  /** A problem is in the way of a platform; a warning is not. */
  state: 'fine' | 'warning' | 'problem';
  says: string;
  /** What to do. */
  suggestion?: string;
}

export const fine = (name: string, says: string): Finding => ({ name, state: 'fine', says });
export const warning = (name: string, says: string, suggestion: string): Finding => ({
  name,
  state: 'warning',
  says,
  suggestion,
});
export const problem = (name: string, says: string, suggestion: string): Finding => ({
  name,
  state: 'problem',
  says,
  suggestion,
});
