import { YardError } from '@switchyard/client';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { client } from '../../../data/client.js';
import { useDocumentStatus } from '../../../shell/document-status.js';
import { say } from '../../../shell/toasts.js';
import { usePlace } from '../../../shell/use-place.js';
import { Button } from '../../../ui/button.js';
import { Page } from '../../../ui/page.js';
import { Problem } from '../../../ui/problem.js';
import { Editing } from './editing.js';
import { Workbench } from './workbench.js';

const first = `name: hello
steps:
  - name: greet
    run: echo "Hello from Switchyard"
`;

/** Writes the file of a pipeline that is not there yet. */
export const NewPipelinePage = () => {
  const { project = 'default', to, go } = usePlace();
  const editing = useMemo(() => new Editing(first, { project, files: {} }), [project]);
  const trouble = useSignal<YardError | undefined>(undefined);
  useDocumentStatus('New pipeline');
  const save = async () => {
    try {
      const { pipeline, result } = await client.applyPipeline(editing.text.value, { project });
      editing.saved(editing.text.value);
      say(
        result === 'created'
          ? `Created ${pipeline.name}`
          : `${pipeline.name} was there: it has version ${pipeline.version}`,
      );
      go(to(`/pipelines/${pipeline.id}`));
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      trouble.value = error;
    }
  };
  return (
    <Page
      title="New pipeline"
      about={`In project ${project}. A name that is there already gets a new version.`}
      actions={
        <Button look="main" onClick={save}>
          Save
        </Button>
      }
    >
      {trouble.value && <Problem error={trouble.value} />}
      <Workbench editing={editing} isReadOnly={false} onSave={() => void save()} />
    </Page>
  );
};
