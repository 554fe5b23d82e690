import { ValidateBy, type ValidationOptions } from 'class-validator';

/** All names and values one step gives: they travel in one message, and are kept with the execution. */
export const maxOutputBytes = 65_536;
/** Of all steps of one execution together: it is one document. */
export const maxOutputBytesOfExecution = 1_048_576;

const name = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;
/** What every object has would be lost on the way. */
export const isOutputName = (value: string): boolean => name.test(value) && !(value in {});

/** As UTF-8. */
export const bytesOfOutputs = (outputs: Record<string, string>): number =>
  Object.entries(outputs).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);

/** What is wrong with outputs; undefined when nothing is. */
export const mistakeInOutputs = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'outputs must be texts by name';
  for (const [key, text] of Object.entries(value)) {
    if (!isOutputName(key))
      return `${JSON.stringify(key.slice(0, 60))} is no name of an output: a letter or _, then at most 99 letters, digits, _ or -`;
    if (typeof text !== 'string') return `the output ${key} must be a text`;
    if (text.includes('\0')) return `the output ${key} holds a NUL character`;
  }
  const bytes = bytesOfOutputs(value as Record<string, string>);
  return bytes > maxOutputBytes ? `outputs of ${bytes} bytes are too large, ${maxOutputBytes} is the most` : undefined;
};

/** Texts by name, few enough for one message. */
export const AreOutputs = (options?: ValidationOptions) =>
  ValidateBy(
    {
      name: 'areOutputs',
      validator: {
        validate: value => mistakeInOutputs(value) === undefined,
        defaultMessage: args => mistakeInOutputs(args?.value) ?? '',
      },
    },
    options,
  );
