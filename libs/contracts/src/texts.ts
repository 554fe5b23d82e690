import { ValidateBy } from 'class-validator';

const areTexts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(text => typeof text === 'string');

/** Names, or paths, to texts. */
export const IsTexts = () =>
  ValidateBy({
    name: 'isTexts',
    validator: { validate: areTexts, defaultMessage: args => `${args?.property} must be names with a text for each` },
  });
