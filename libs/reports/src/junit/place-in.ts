export interface FilePlace {
  file: string;
  line: number;
}

// `src/a.test.ts:12:3`, `(Calculator.java:42)`, `calc_test.go:7: got 1`, `tests/test_a.py:9: AssertionError`
const place = /(?:^|[\s("'[])((?:[A-Za-z]:)?[\w@.+/\\-]{0,300}\.[A-Za-z]\w{0,7}):(\d{1,7})\b/g;

/** Frames of these say nothing about the test. */
const foreign = /(?:^|[\\/])(?:node_modules|site-packages|\.venv|vendor)[\\/]|^node:|^[a-z]+:\/\//;

/** Whether the name is the last part of the class, as in a stack trace of Java. */
const isOf = (file: string, suite: string): boolean => {
  const name = file.replace(/\.\w+$/, '');
  return suite === name || suite.endsWith(`.${name}`);
};

/** Where a failure says it happened: the first place in its text that is the test's own, else the first at all. */
export const placeIn = (text: string, suite: string): FilePlace | undefined => {
  let first: FilePlace | undefined;
  for (const [, file = '', line] of text.matchAll(place)) {
    if (foreign.test(file)) continue;
    const found = { file, line: Number(line) };
    if (isOf(file, suite)) return found;
    first ??= found;
  }
  return first;
};
