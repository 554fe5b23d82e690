import { UserNames } from '../app/access/ports.js';
import type { Users } from '../app/identity/ports.js';
import { loginOf } from '../domain/identity/user.js';

/** Who may be let into projects: those who can sign in. */
export class MongoUserNames extends UserNames {
  constructor(private readonly users: Users) {
    super();
  }

  async find(who: string): Promise<{ id: string; name: string } | undefined> {
    const login = loginOf(who);
    const user = (await this.users.find(who)) ?? (login === undefined ? undefined : await this.users.withLogin(login));
    return user && { id: user.id, name: user.name };
  }

  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.users.among(ids);
    return new Map(found.map(({ id, name }) => [id, name]));
  }
}
