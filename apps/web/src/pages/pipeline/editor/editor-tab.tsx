import type { PipelineView, VersionAnswer } from '@switchyard/contracts';
import { useMemo } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { client } from '../../../data/client.js';
import { useQuery } from '../../../data/use-query.js';
import { say } from '../../../shell/toasts.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Loaded } from '../../../ui/loaded.js';
import { Row } from '../../../ui/page.js';
import { mayWrite } from '../../pipelines/may.js';
import { Editing } from './editing.js';
import { Workbench } from './workbench.js';

/** The file of a pipeline: what is saved is a new version. */
export const EditorTab = ({
  pipeline,
  onSaved,
}: {
  pipeline: PipelineView;
  onSaved: (pipeline: PipelineView) => void;
}) => {
  const { id } = pipeline;
  // Also while it is edited the text that was begun with stays: another version is told of when this one is saved.
  const begun = useSignal(pipeline.version);
  const found = useQuery(`version ${id} ${begun.value}`, one => one.catalogue.version(id, begun.value));
  return (
    <Loaded query={found} label="the file">
      {version => <Opened key={begun.value} pipeline={pipeline} version={version} onSaved={onSaved} />}
    </Loaded>
  );
};

const Opened = ({
  pipeline,
  version,
  onSaved,
}: {
  pipeline: PipelineView;
  version: VersionAnswer;
  onSaved: (pipeline: PipelineView) => void;
}) => {
  const { id, project, deleted } = pipeline;
  const editing = useMemo(
    () => new Editing(version.yaml, { project, files: version.includes }),
    [id, project, version.version],
  );
  const bound = useSignal(version.version);
  const isSaving = useSignal(false);
  const canWrite = mayWrite(project) && !deleted;
  const open = () => canWrite && editing.isChanged && (isSaving.value = true);
  const save = async (message: string) => {
    const yaml = editing.text.value;
    const more = { ...(message.trim() === '' ? {} : { message: message.trim() }), files: version.includes };
    const answer = await client.catalogue.replace(id, { yaml, ...more }, { ifVersion: bound.value });
    bound.value = answer.pipeline.version;
    editing.saved(yaml);
    onSaved(answer.pipeline);
    say(answer.result === 'unchanged' ? 'It says the same as before' : `Saved as version ${answer.pipeline.version}`);
  };
  return (
    <>
      <Row>
        {canWrite ? (
          <Button look="main" disabled={!editing.isChanged} onClick={open}>
            Save a new version
          </Button>
        ) : (
          <p>You may read this file, and not change it.</p>
        )}
      </Row>
      <Workbench editing={editing} isReadOnly={!canWrite} onSave={open} />
      {isSaving.value && <Save version={bound.value + 1} onSave={save} onClose={() => (isSaving.value = false)} />}
    </>
  );
};

const Save = ({
  version,
  onSave,
  onClose,
}: {
  version: number;
  onSave: (message: string) => Promise<void>;
  onClose: () => void;
}) => {
  const message = useSignal('');
  return (
    <Confirm title={`Save version ${version}`} verb="Save" onClose={onClose} onDo={() => onSave(message.value)}>
      <Field
        label="What for"
        help="Stands beside the version; may be empty."
        maxLength={500}
        value={message.value}
        onInput={value => (message.value = value)}
      />
    </Confirm>
  );
};
