/** What somebody types who comes in by a link. */
export interface Newcomer {
  login: string;
  name: string;
  password: string;
  again: string;
}

/** Characters as people count them; the platform checks the same. */
export const shortestPassword = 10;

/** What is wrong with it, by field; the platform has the last word. */
export const mistakesIn = ({ login, password, again }: Newcomer): Partial<Record<keyof Newcomer, string>> => ({
  ...(login.trim() === '' ? { login: 'Choose a login.' } : {}),
  ...([...password].length < shortestPassword ? { password: `It needs ${shortestPassword} characters or more.` } : {}),
  ...(password !== again ? { again: 'The two passwords differ.' } : {}),
});
