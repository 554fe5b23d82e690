/**
 * Whether two names may mean one repository: `https://git.example/org/web.git`, `git@git.example:org/web`,
 * `git.example/org/web` and `org/web` do.
 */
export const isSameRepository = (a: string, b: string): boolean => {
  const [first, second] = [plain(a), plain(b)];
  return first === second || `/${first}`.endsWith(`/${second}`) || `/${second}`.endsWith(`/${first}`);
};

const plain = (name: string): string => {
  const bare = name
    .trim()
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(':', '/');
  const cut = bare.endsWith('/') ? bare.slice(0, -1) : bare;
  return cut.endsWith('.git') ? cut.slice(0, -4) : cut;
};
