import { me, signOut } from '../../data/session.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { theme, type Theme, themes } from '../../shell/theme.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Select } from '../../ui/field.js';
import { Card, Page, Section } from '../../ui/page.js';
import { Facts } from '../../ui/table.js';
import { Links } from './links.js';
import { Password } from './password.js';
import { SecondFactor } from './second-factor.js';
import { Sessions } from './sessions.js';

const titles: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Who one is here, how one signs in, and where one is signed in. */
export const ProfilePage = () => {
  useDocumentStatus('Profile');
  const who = me.value;
  if (!who) return null;
  const { kind, name, login, administrator, projects } = who;
  const roles = Object.entries(projects);
  return (
    <Page
      title={name}
      look="narrow"
      actions={
        <Button icon="out" onClick={signOut}>
          Sign out
        </Button>
      }
    >
      <Card>
        <Facts
          of={[
            ['Login', login ?? '–'],
            ['Platform', administrator ? 'administrator' : 'user'],
            ['Projects', roles.length === 0 ? 'none' : roles.map(([id, role]) => `${id} (${role})`).join(', ')],
          ]}
        />
      </Card>
      <Section title="Appearance">
        <Card>
          <Select
            label="Theme"
            help="In this browser"
            value={theme.value}
            choices={themes.map(value => ({ value, title: titles[value] }))}
            onChange={value => (theme.value = value as Theme)}
          />
        </Card>
      </Section>
      {kind === 'user' ? <Account /> : <Empty icon="key" title="A token has no sessions and no second factor" />}
    </Page>
  );
};

const Account = () => (
  <>
    <Sessions />
    <SecondFactor />
    <Password />
    <Links />
  </>
);
