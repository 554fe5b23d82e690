import { Matches, ValidateBy } from 'class-validator';
import { bytesOf } from './pipeline-files.js';

/** Shorter values stand in the middle of everyday words, so nobody could hide them in a log. */
export const smallestSecret = 4;
/** Bytes of one value: GitHub's limit; an environment takes no more than 128 KB in one variable (Linux, MAX_ARG_STRLEN). */
export const largestSecret = 49_152;
/** Bytes of all values of one step together: they travel in one message, and every form of each is looked for in its log. */
export const largestSecretsOfStep = 131_072;
/** Secrets one project may have. */
export const mostSecrets = 1_000;

const secretName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

export const IsSecretName = () =>
  Matches(secretName, { message: 'the name of a secret has at most 100 letters, digits, dots, dashes and _' });

/** What is wrong with the value of a secret, without saying it; undefined when it is right. */
export const mistakeInSecret = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return 'the value of a secret must be text';
  const bytes = bytesOf(value);
  if (bytes > largestSecret) return `the value has ${bytes} bytes, and ${largestSecret} is the most`;
  if (bytes < smallestSecret)
    return `the value has ${bytes} bytes; below ${smallestSecret} it could not be hidden in logs`;
  if (value.trim() === '') return 'the value is nothing but blanks';
  return value.includes('\0') ? 'the value has a NUL byte, which no variable can hold' : undefined;
};

export const IsSecretValue = () =>
  ValidateBy({
    name: 'isSecretValue',
    validator: {
      validate: value => mistakeInSecret(value) === undefined,
      defaultMessage: args => mistakeInSecret(args?.value) ?? '',
    },
  });

/** 32 bytes as base64url. */
export const IsSealingKey = () => Matches(/^[A-Za-z0-9_-]{43}$/);
