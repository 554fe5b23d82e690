import type { TotpOffer } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { findMe, me } from '../../data/session.js';
import { useDeed } from '../../data/use-deed.js';
import { Button } from '../../ui/button.js';
import { Copy } from '../../ui/copy-as.js';
import { Field, Form } from '../../ui/field.js';
import { Card, Row, Section } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Qr } from '../../ui/qr.js';
import { Mark } from '../../ui/status.js';
import css from './second-factor.module.css';

/** Codes of an authenticator: off, being set up, or on. */
export const SecondFactor = () => {
  const isOn = me.value?.totp === true;
  const codes = useSignal<readonly string[] | undefined>(undefined);
  return (
    <Section title="Second factor" actions={<Mark tone={isOn ? 'good' : 'quiet'}>{isOn ? 'on' : 'off'}</Mark>}>
      <Card>
        {codes.value && <Recovery codes={codes.value} onDone={() => (codes.value = undefined)} />}
        {!codes.value && (isOn ? <TurnOff /> : <SetUp onCodes={all => (codes.value = all)} />)}
      </Card>
    </Section>
  );
};

const SetUp = ({ onCodes }: { onCodes: (codes: readonly string[]) => void }) => {
  const offer = useSignal<TotpOffer | undefined>(undefined);
  const deed = useDeed();
  const begin = () =>
    deed.run(async () => {
      offer.value = await client.identity.offerTotp();
    });
  if (offer.value) return <ConfirmOffer offer={offer.value} onCodes={onCodes} />;
  return (
    <>
      <p>With it, signing in by password also wants a code from your phone.</p>
      {deed.error.value && <Problem error={deed.error.value} />}
      <Row>
        <Button onClick={begin}>Set it up</Button>
      </Row>
    </>
  );
};

const ConfirmOffer = ({ offer, onCodes }: { offer: TotpOffer; onCodes: (codes: readonly string[]) => void }) => (
  <div class={css.offer}>
    <Qr text={offer.uri} label="QR code for your authenticator" />
    <div class={css.steps}>
      <p>Show this to your authenticator, or type the secret into it:</p>
      <Row>
        <code class={css.secret}>{offer.secret}</code>
        <Copy text={offer.secret} what="the secret" />
      </Row>
      <WithCode
        verb="Turn it on"
        help="The six digits that the authenticator shows then"
        act={async code => {
          const { recoveryCodes } = await client.identity.confirmTotp(code);
          onCodes(recoveryCodes);
          await findMe();
        }}
      />
    </div>
  </div>
);

const TurnOff = () => (
  <>
    <p>Signing in by password wants a code as well.</p>
    <WithCode
      verb="Turn it off"
      help="Six digits, or a recovery code"
      act={async code => {
        await client.identity.removeTotp(code);
        await findMe();
      }}
    />
  </>
);

const WithCode = ({ verb, help, act }: { verb: string; help: string; act: (code: string) => Promise<void> }) => {
  const code = useSignal('');
  const deed = useDeed();
  const isWrong = deed.error.value?.code === 'wrong-code' || deed.error.value?.code === 'bad-request';
  return (
    <Form onSend={() => void deed.run(() => act(code.value.replace(/\s/g, '')))}>
      <Field
        label="Code"
        help={help}
        problem={isWrong ? 'This code is not right, or it was used before. Wait for the next one.' : undefined}
        autocomplete="one-time-code"
        isExact
        value={code.value}
        onInput={value => (code.value = value)}
      />
      {deed.error.value && !isWrong && <Problem error={deed.error.value} />}
      <Row>
        <Button type="submit" isBusy={deed.isBusy.value}>
          {verb}
        </Button>
      </Row>
    </Form>
  );
};

const Recovery = ({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) => (
  <>
    <p>
      <strong>Keep these recovery codes where the authenticator is not.</strong> Each signs you in once without it, and
      they are not shown again.
    </p>
    <ul class={css.codes}>
      {codes.map(one => (
        <li key={one}>
          <code>{one}</code>
        </li>
      ))}
    </ul>
    <Row>
      <Copy text={codes.join('\n')} what="the recovery codes" />
      <Button look="main" onClick={onDone}>
        I have kept them
      </Button>
    </Row>
  </>
);
