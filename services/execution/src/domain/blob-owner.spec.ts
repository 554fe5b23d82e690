import { blobOwnerOf } from './blob-owner.js';

const executionId = '01m84ywyccwh2egkrpyg85s86c';
const hash = '0123456789abcdef0123456789abcdef';

describe('what a blob was put for', () => {
  it.each(['files', 'list', 'report'])('is an artifact, of which it is the %s', part => {
    const artifact = `shop/artifacts/${executionId}.build.1/${hash}`;
    expect(blobOwnerOf(`${artifact}/${part}`)).toEqual({ kind: 'artifact', executionId, artifact });
  });

  it.each(['deltas/000001-x', 'packs/01m84ywyccwh2egkrpyg85s86d'])('is a workspace, of which it is %s', part => {
    expect(blobOwnerOf(`shop/workspaces/${executionId}/${part}`)).toEqual({ kind: 'workspace', executionId });
  });

  it.each([
    '',
    'a',
    `shop/caches/trusted/files/a.b/${executionId}`,
    `shop/artifacts/${executionId}/${hash}/files`,
    `shop/artifacts/${executionId}.build.1/${hash}`,
    `shop/artifacts/${executionId}.build.1/${hash}/other`,
    `shop/artifacts/${executionId}.build.1/${hash}/files/more`,
    `shop/artifacts/${executionId}.build.1/short/files`,
    `backup/shop/artifacts/${executionId}.build.1/${hash}/files`,
    `shop/workspaces/${executionId}/packs`,
    `shop/workspaces/${executionId}/other/x`,
    'shop/workspaces/mine/packs/x',
  ])('is none of ours: %j', key => expect(blobOwnerOf(key)).toBeUndefined());
});
