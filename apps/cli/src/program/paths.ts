import type { Command } from 'commander';

/** The words of a command behind `yard`, such as `pipelines apply`. */
export const pathOf = (command: Command): string =>
  command.parent ? [pathOf(command.parent), command.name()].filter(Boolean).join(' ') : '';
