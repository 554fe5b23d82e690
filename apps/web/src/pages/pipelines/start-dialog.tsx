import type { InputView, PipelineStarts, PipelineView } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { type Signal, useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { freshKey } from '../../data/fresh-key.js';
import { useQuery } from '../../data/use-query.js';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Check, Field, Form, Select } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Row } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { bodyOf, firstOf, problemsOf } from './start-form.js';

/** Asks for what the pipeline asks for, starts it, and goes to what runs. */
export const StartDialog = ({
  pipeline,
  onClose,
}: {
  pipeline: Pick<PipelineView, 'id' | 'name'>;
  onClose: () => void;
}) => {
  const starts = useQuery(`starts ${pipeline.id}`, one => one.statistics.starts(pipeline.id));
  return (
    <Dialog title={`Start ${pipeline.name}`} onClose={onClose}>
      <Loaded query={starts} label="what it asks for">
        {({ inputs }) => <StartForm id={pipeline.id} inputs={inputs} onClose={onClose} />}
      </Loaded>
    </Dialog>
  );
};

const StartForm = ({
  id,
  inputs,
  onClose,
}: {
  id: PipelineView['id'];
  inputs: PipelineStarts['inputs'];
  onClose: () => void;
}) => {
  const { to, go } = usePlace();
  const [typed, at] = [useSignal(firstOf(inputs)), useSignal({ branch: '', commit: '' })];
  const problems = useSignal<Record<string, string>>({});
  const trouble = useSignal<YardError | undefined>(undefined);
  // One form starts one execution, however often it is sent.
  const key = useSignal(freshKey());
  const start = async () => {
    problems.value = problemsOf(inputs, typed.value);
    if (Object.keys(problems.value).length > 0) return;
    try {
      const answer = await client.trigger(id, bodyOf(inputs, typed.value, at.value), key.value);
      onClose();
      go(to(`/executions/${answer.execution_id}`));
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      trouble.value = error;
      key.value = freshKey();
    }
  };
  return (
    <Form onSend={start}>
      {inputs.map(input => (
        <Input
          key={input.name}
          input={input}
          value={typed.value[input.name] ?? ''}
          problem={problems.value[input.name]}
          onInput={value => (typed.value = { ...typed.value, [input.name]: value })}
        />
      ))}
      <WhatFor at={at} />
      {trouble.value && <Problem error={trouble.value} />}
      <Row>
        <Button look="main" icon="play" onClick={start}>
          Start
        </Button>
        <Button onClick={onClose}>Leave it</Button>
      </Row>
    </Form>
  );
};

const WhatFor = ({ at }: { at: Signal<{ branch: string; commit: string }> }) => (
  <>
    <Field
      label="Branch"
      help="What it runs for; empty: no branch."
      isExact
      value={at.value.branch}
      onInput={branch => (at.value = { ...at.value, branch })}
    />
    <Field label="Commit" isExact value={at.value.commit} onInput={commit => (at.value = { ...at.value, commit })} />
  </>
);

const Input = ({
  input: { name, type, description, options, required },
  value,
  problem,
  onInput,
}: {
  input: InputView;
  value: string;
  problem: string | undefined;
  onInput: (value: string) => void;
}) => {
  const label = required ? `${name} (needed)` : name;
  if (type === 'boolean')
    return (
      <Check
        label={description === undefined ? name : `${name}: ${description}`}
        checked={value === 'true'}
        onChange={checked => onInput(String(checked))}
      />
    );
  if (type === 'choice') {
    const choices = [
      ...(required ? [] : [{ value: '', title: '–' }]),
      ...options.map(one => ({ value: one, title: one })),
    ];
    return (
      <Select label={label} help={description} problem={problem} value={value} choices={choices} onChange={onInput} />
    );
  }
  return (
    <Field
      label={label}
      help={description}
      problem={problem}
      inputMode={type === 'number' ? 'numeric' : 'text'}
      value={value}
      onInput={onInput}
    />
  );
};
