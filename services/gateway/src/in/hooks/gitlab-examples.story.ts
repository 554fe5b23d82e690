const user = { id: 1, name: 'Administrator', username: 'root', email: 'admin@example.com' };
const project = {
  id: 15,
  name: 'Diaspora',
  web_url: 'http://gitlab.example/mike/diaspora',
  git_ssh_url: 'git@gitlab.example:mike/diaspora.git',
  git_http_url: 'http://gitlab.example/mike/diaspora.git',
  namespace: 'Mike',
  path_with_namespace: 'mike/diaspora',
  default_branch: 'main',
};
const commit = {
  id: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
  message: 'fixed readme',
  timestamp: '2012-01-03T23:36:29+02:00',
  url: 'http://gitlab.example/mike/diaspora/commit/da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
  author: { name: 'GitLab dev user', email: 'gitlabdev@dv6700.(none)' },
  added: ['CHANGELOG'],
  modified: ['app/controller/application.rb'],
  removed: [],
};
const push = {
  object_kind: 'push',
  event_name: 'push',
  before: '95790bf891e76fee5e1747ab589903a6a1f80f22',
  after: commit.id,
  ref: 'refs/heads/main',
  checkout_sha: commit.id,
  user_id: 4,
  user_name: 'John Smith',
  user_username: 'jsmith',
  project_id: 15,
  project,
  commits: [commit],
  total_commits_count: 4,
};
const mergeRequest = {
  object_kind: 'merge_request',
  event_type: 'merge_request',
  user,
  project,
  object_attributes: {
    id: 99,
    iid: 1,
    target_branch: 'main',
    source_branch: 'ms-viewport',
    title: 'MS-Viewport',
    state: 'opened',
    merge_status: 'unchecked',
    last_commit: commit,
    action: 'open',
  },
};
const noted = { id: 1244, note: 'This MR needs work.', noteable_type: 'MergeRequest', action: 'create' };

/** One body of each kind that GitLab's documentation shows (docs.gitlab.com, webhook events), with its header. */
export const gitlabExamples: [header: string, body: Record<string, unknown>][] = [
  ['Push Hook', push],
  ['Push Hook', { ...push, after: '0'.repeat(40), checkout_sha: null, commits: [], total_commits_count: 0 }],
  ['Tag Push Hook', { ...push, object_kind: 'tag_push', ref: 'refs/tags/v1.0.0', commits: [], total_commits_count: 0 }],
  ['Merge Request Hook', mergeRequest],
  [
    'Merge Request Hook',
    { ...mergeRequest, object_attributes: { ...mergeRequest.object_attributes, action: 'merge', state: 'merged' } },
  ],
  ['Note Hook', { object_kind: 'note', user, project, object_attributes: noted, merge_request: { iid: 1 } }],
  ['Issue Hook', { object_kind: 'issue', user, project, object_attributes: { iid: 23, action: 'open', title: 'New' } }],
  [
    'Pipeline Hook',
    {
      object_kind: 'pipeline',
      user,
      project,
      object_attributes: { id: 31, ref: 'main', tag: false, sha: commit.id, status: 'success', duration: 63 },
      commit,
      builds: [{ id: 380, stage: 'deploy', name: 'production', status: 'skipped' }],
    },
  ],
  [
    'Job Hook',
    { object_kind: 'build', ref: 'main', tag: false, sha: commit.id, build_status: 'created', user, project },
  ],
  ['Deployment Hook', { object_kind: 'deployment', status: 'success', environment: 'staging', user, project }],
  [
    'Wiki Page Hook',
    { object_kind: 'wiki_page', user, project, object_attributes: { title: 'Awesome', action: 'create' } },
  ],
  [
    'Release Hook',
    { object_kind: 'release', action: 'create', tag: 'v1.1', name: 'v1.1', description: 'new', project, commit },
  ],
  [
    'Feature Flag Hook',
    { object_kind: 'feature_flag', user, project, object_attributes: { name: 'test', active: true } },
  ],
  ['Member Hook', { object_kind: 'access_request', event_name: 'user_access_request_to_group', group_id: 78 }],
  ['Subgroup Hook', { event_name: 'subgroup_create', name: 'subgroup1', full_path: 'group1/subgroup1', group_id: 10 }],
  ['Emoji Hook', { object_kind: 'emoji', event_type: 'award', user, project, object_attributes: { name: 'thumbsup' } }],
];
