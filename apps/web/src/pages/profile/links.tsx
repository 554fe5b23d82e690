import { client } from '../../data/client.js';
import { useDeed } from '../../data/use-deed.js';
import { useQuery } from '../../data/use-query.js';
import { Button } from '../../ui/button.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Mark } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import { providerName } from '../sign-in/page.js';

interface Provider {
  name: string;
  isLinked: boolean;
}

/** Where else one may sign in. Nothing where the operator has set up nobody else. */
export const Links = () => {
  const query = useQuery<Provider[]>('links', async ({ identity }) => {
    const [all, linked] = await Promise.all([identity.providers(), identity.links()]);
    return all.map(({ name }) => ({ name, isLinked: linked.includes(name) }));
  });
  const deed = useDeed();
  if (query.value.value?.length === 0) return null;
  const link = (name: string) =>
    deed.run(async () => location.assign((await client.identity.link(name, '/profile')).location));
  const unlink = (name: string) =>
    deed.run(async () => {
      await client.identity.unlink(name);
      await query.reload();
    });
  return (
    <Section title="Signing in elsewhere">
      {deed.error.value && <Problem error={deed.error.value} />}
      <Loaded query={query} label="providers">
        {providers => (
          <Table
            caption="Places to sign in"
            rows={providers}
            keyOf={({ name }) => name}
            columns={[
              { title: 'Provider', cell: ({ name }) => providerName(name) },
              {
                title: 'State',
                cell: ({ isLinked }) => (
                  <Mark tone={isLinked ? 'good' : 'quiet'}>{isLinked ? 'linked' : 'not linked'}</Mark>
                ),
              },
              {
                title: 'Change',
                isNarrow: true,
                cell: ({ name, isLinked }) => (
                  <Button look="bare" onClick={() => (isLinked ? unlink(name) : link(name))}>
                    {isLinked ? 'Unlink' : 'Link'}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
};
