import type { Finding } from '@switchyard/contracts';
import { plain } from './clean.js';
import type { Terminal } from './terminal.js';

/**
 * Each as `file:line:column: what is wrong`, which editors can jump to, and below it what would be right.
 * @param file where a finding is that names none itself.
 */
export const tellFindings = (terminal: Terminal, file: string, findings: readonly Finding[]): void => {
  const { colors } = terminal;
  for (const { severity, line, column, message, suggestion, ...finding } of findings) {
    const word = severity === 'error' ? colors.red('error') : colors.yellow('warning');
    terminal.note(`${plain(finding.file ?? file)}:${line}:${column}: ${word}: ${plain(message)}`);
    if (suggestion) terminal.note(colors.dim(`    ${plain(suggestion)}`));
  }
};

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

/** For programs. */
export const findingRow = (file: string, { line, column, path, code, severity, message, ...rest }: Finding) => ({
  file: rest.file ?? file,
  line,
  column,
  path,
  code,
  severity,
  message,
  ...(rest.suggestion === undefined ? {} : { suggestion: rest.suggestion }),
  ...(rest.docs === undefined ? {} : { docs: rest.docs }),
});
