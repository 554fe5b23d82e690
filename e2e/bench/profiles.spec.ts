import { selfTimes } from './profiles.js';

const node = (id: number, functionName: string, url = '') => ({ id, callFrame: { functionName, url, lineNumber: 9 } });

describe('a CPU profile', () => {
  it('says where time went, without that of waiting', () => {
    const nodes = [
      node(1, '(idle)'),
      node(2, 'decide', 'file:///a/b/dist/x.js'),
      node(3, '', 'file:///y.js'),
      node(4, '(program)'),
    ];
    const profile = { nodes, samples: [1, 2, 2, 3, 4], timeDeltas: [90_000, 1_000, 2_000, 1_000, 4_000] };
    expect(selfTimes(profile)).toEqual([
      { place: '(program)', ms: 4, share: 0.5 },
      { place: 'decide x.js:10', ms: 3, share: 0.375 },
      { place: '(anonymous) y.js:10', ms: 1, share: 0.125 },
    ]);
  });

  it('of nothing is empty', () => {
    expect(selfTimes({ nodes: [], samples: [], timeDeltas: [] })).toEqual([]);
  });
});
