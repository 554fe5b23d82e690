import type { DeviceView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { me } from '../../data/session.js';
import { useDeed } from '../../data/use-deed.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Field, Form } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Card, Page, Row } from '../../ui/page.js';
import { Problem, sentence } from '../../ui/problem.js';
import { Facts } from '../../ui/table.js';
import { Time } from '../../ui/time.js';

/** Where somebody lets a program in that shows a code, such as `yard login` on another machine. */
export const DevicePage = () => {
  useDocumentStatus('Let a program in');
  const { query } = usePlace();
  const { code } = query;
  const done = useSignal<string | undefined>(undefined);
  return (
    <Page title="Let a program in" look="narrow">
      {done.value !== undefined && (
        <Empty icon="check" title={sentence(done.value)}>
          <p>You may close this page. The program is among your tokens from now on, as long as it is let in.</p>
        </Empty>
      )}
      {done.value === undefined && code === undefined && <TypeCode />}
      {done.value === undefined && code !== undefined && (
        <Waiting key={code} code={code} onDone={message => (done.value = message)} />
      )}
    </Page>
  );
};

const TypeCode = () => {
  const { here, go } = usePlace();
  const code = useSignal('');
  return (
    <Card>
      <Form onSend={() => code.value.trim() !== '' && go(here({ code: code.value.trim() }))}>
        <Field
          label="Code"
          help="As the program shows it, such as BCDF-GHJK"
          isExact
          autoFocus
          value={code.value}
          onInput={value => (code.value = value)}
        />
        <Row>
          <Button type="submit" look="main">
            Look it up
          </Button>
        </Row>
      </Form>
    </Card>
  );
};

const Waiting = ({ code, onDone }: { code: string; onDone: (message: string) => void }) => {
  const { here, go } = usePlace();
  const query = useQuery(`device ${code}`, one => one.devices.look(code));
  return (
    <>
      <Loaded query={query} label="the program">
        {view => <Decide view={view} code={code} onDone={onDone} />}
      </Loaded>
      {query.error.value && (
        <Row>
          <Button onClick={() => go(here({ code: undefined }))}>Type another code</Button>
        </Row>
      )}
    </>
  );
};

const Decide = ({ view, code, onDone }: { view: DeviceView; code: string; onDone: (message: string) => void }) => {
  const deed = useDeed();
  const act = (how: 'confirm' | 'deny') => () =>
    deed.run(async () => onDone((await client.devices[how](code)).message));
  return (
    <Card>
      <p>
        A program asks to act as <strong>{me.value?.name}</strong>. Let it in only if you have just begun this yourself,
        and it shows the code <code>{code.toUpperCase()}</code>.
      </p>
      <Facts
        of={[
          ['Calls itself', view.name],
          ['Asks from', view.ip],
          ['With', view.agent || '–'],
          ['Asked', <Time key="asked" at={view.createdAt} />],
          ['For', `${view.days} days`],
          ['May do', view.scopes?.join(', ') ?? 'all that you may'],
        ]}
      />
      {deed.error.value && <Problem error={deed.error.value} />}
      <Row>
        <Button look="main" onClick={act('confirm')}>
          Let it in
        </Button>
        <Button look="danger" onClick={act('deny')}>
          Turn it away
        </Button>
      </Row>
    </Card>
  );
};
