import type { SecretView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { allPages } from '../../data/all-pages.js';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { say } from '../../shell/toasts.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { word } from '../../ui/curl.js';
import { Empty } from '../../ui/empty.js';
import { ConfirmName } from '../../ui/form-dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { OfProject } from '../../ui/of-project.js';
import { Page } from '../../ui/page.js';
import { SecretTable } from './secret-table.js';
import { SetSecret } from './set-secret.js';

export const SecretsPage = () => (
  <OfProject title="Secrets" needs="secrets.read">
    {project => <Secrets key={project} project={project} />}
  </OfProject>
);

type Open = { what: 'set'; secret?: SecretView } | { what: 'remove'; secret: SecretView };

const Secrets = ({ project }: { project: string }) => {
  useDocumentStatus('Secrets');
  const open = useSignal<Open | undefined>(undefined);
  const mayWrite = may(me.value, 'secrets.write', project);
  const query = useQuery(`secrets of ${project}`, () =>
    allPages(
      after => client.secrets.list(project, given({ limit: 200, after })),
      ({ secrets, next }) => ({ items: secrets, next }),
    ),
  );
  const close = () => (open.value = undefined);
  return (
    <Page
      title="Secrets"
      about={`Values that steps of ${project} may read, and nobody else: they go in, and are never shown.`}
      actions={
        <>
          <CopyAs
            commands={{
              yard: `secrets list --project=${word(project)}`,
              request: `GET /api/projects/${encodeURIComponent(project)}/secrets`,
            }}
          />
          {mayWrite && (
            <Button look="main" icon="plus" onClick={() => (open.value = { what: 'set' })}>
              Set a secret
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} label="secrets">
        {secrets =>
          secrets.length === 0 ? (
            <NoSecrets project={project} />
          ) : (
            <SecretTable
              secrets={secrets}
              mayWrite={mayWrite}
              onReplace={secret => (open.value = { what: 'set', secret })}
              onRemove={secret => (open.value = { what: 'remove', secret })}
            />
          )
        }
      </Loaded>
      {open.value && <SecretDialog project={project} open={open.value} onClose={close} onDone={() => query.reload()} />}
    </Page>
  );
};

const SecretDialog = ({
  project,
  open,
  onClose,
  onDone,
}: {
  project: string;
  open: Open;
  onClose: () => void;
  onDone: () => Promise<void>;
}) =>
  open.what === 'set' ? (
    <SetSecret project={project} secret={open.secret} onClose={onClose} onSet={onDone} />
  ) : (
    <RemoveSecret project={project} secret={open.secret} onClose={onClose} onRemoved={onDone} />
  );

const NoSecrets = ({ project }: { project: string }) => (
  <Empty icon="lock" title="No secrets yet">
    <p>
      Set one here, or in a terminal: <code>yard secrets set npm.token --project {project}</code>
    </p>
    <p>
      A step reads it with <code>secrets: {'{ NPM_TOKEN: npm.token }'}</code>.
    </p>
  </Empty>
);

const RemoveSecret = ({
  project,
  secret,
  onClose,
  onRemoved,
}: {
  project: string;
  secret: SecretView;
  onClose: () => void;
  onRemoved: () => Promise<void>;
}) => {
  const { name, pipelineId, environmentName } = secret;
  const remove = async () => {
    await client.secrets.remove(project, name, given({ pipeline: pipelineId, environment: environmentName }));
    say(`${name} is forgotten`);
    await onRemoved();
  };
  return (
    <ConfirmName title={`Forget ${name}?`} name={name} verb="Forget it" onClose={onClose} onDo={remove}>
      <p>Its value is gone for good. Steps that ask for it fail before they start, unless another scope has one.</p>
    </ConfirmName>
  );
};
