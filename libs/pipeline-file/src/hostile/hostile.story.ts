import type { HostileFile } from './file.story.js';
import { aliases } from './aliases.story.js';
import { expressions } from './expressions.story.js';
import { graphs } from './graphs.story.js';
import { nesting } from './nesting.story.js';
import { prototypes } from './prototypes.story.js';
import { scalars } from './scalars.story.js';
import { syntax } from './syntax.story.js';
import { unicode } from './unicode.story.js';

export const hostileFiles = (): HostileFile[] => [
  ...aliases(),
  ...expressions(),
  ...graphs(),
  ...nesting(),
  ...prototypes(),
  ...scalars(),
  ...syntax(),
  ...unicode(),
];
