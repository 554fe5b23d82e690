import { environment, field, record, text, texts } from '../shape.js';

export const github = record(
  { id: 'github', what: 'github', doc: 'Something that GitHub does: a workflow it runs, a status, an issue.' },
  {
    action: field(text, { doc: 'What it does.', absent: 'it runs `workflow:`', example: 'dispatch' }),
    repository: field(text, { doc: 'Where, as owner and name.', absent: "the trigger's", example: 'team/web' }),
    workflow: field(text, { doc: 'The workflow it runs.', example: 'release.yml' }),
    ref: field(text, { doc: 'The branch, tag or commit it concerns.', absent: "the trigger's", example: 'main' }),
    inputs: field(texts, { doc: 'Inputs of the workflow.', example: '{ target: staging }' }),
    title: field(text, { doc: 'The title of an issue, a release or a status.', example: 'Nightly build' }),
    state: field(text, { doc: 'The state it sets.', example: 'success' }),
  },
);

export const gitlab = record(
  { id: 'gitlab', what: 'gitlab', doc: 'A pipeline that GitLab runs.' },
  {
    project: field(text, { doc: 'The project, as path or number.', example: 'team/web' }),
    ref: field(text, { doc: 'The branch or tag it runs on.', absent: "the trigger's", example: 'main' }),
    variables: field(environment, { doc: 'Variables of the pipeline.', example: '{ TARGET: staging }' }),
  },
);
