import { isFinal } from '@switchyard/contracts';
import { never } from '@switchyard/kernel';
import { adopt, claim, lose, move, report } from './attempts.js';
import { change } from './change.js';
import { type Command, type Decision, refuse, settled } from './commands.js';
import { admit, cancel, pause, resume } from './control.js';
import { create, rerun } from './create.js';
import type { Execution } from './execution.js';
import { keep } from './keep.js';
import type { Moment } from './moment.js';
import { publish } from './publish.js';
import { review } from './review.js';

/**
 * Every rule about an execution. Pure: the same state, command and moment give the same changes, and a command that
 * comes a second time gives none. Refusals are values.
 */
export const decide = (before: Execution | undefined, command: Command, moment: Moment): Decision => {
  switch (command.type) {
    case 'create':
      return before ? settled(before) : create(command.message, moment);
    case 'rerun':
      return before ? settled(before) : rerun(command, moment);
    default:
      return before ? decideOn(before, command, moment) : refuse('unknown-execution');
  }
};

type OnExisting = Exclude<Command, { type: 'create' | 'rerun' }>;

const decideOn = (before: Execution, command: OnExisting, moment: Moment): Decision => {
  switch (command.type) {
    case 'claim':
      return claim(before, command, moment);
    case 'report':
      return report(before, command, moment);
    case 'keep':
      return keep(before, command, moment);
    case 'publish':
      return publish(before, command, moment);
    case 'adopt':
      return adopt(before, command, moment);
    case 'lose':
      return lose(before, command, moment);
    case 'move':
      return move(before, command, moment);
    case 'tick':
      return change(before, [], moment);
    default:
      return isFinal(before.view.status) ? refuse('already-final') : decideOnLive(before, command, moment);
  }
};

type OnLive = Exclude<
  OnExisting,
  { type: 'claim' | 'report' | 'keep' | 'publish' | 'adopt' | 'lose' | 'move' | 'tick' }
>;

const decideOnLive = (before: Execution, command: OnLive, moment: Moment): Decision => {
  switch (command.type) {
    case 'cancel':
      return cancel(before, command, moment);
    case 'pause':
      return pause(before, command, moment);
    case 'resume':
      return resume(before, command, moment);
    case 'review':
      return review(before, command, moment);
    case 'admit':
      return admit(before, moment);
    default:
      return never(command);
  }
};
