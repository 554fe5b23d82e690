import { execFileSync } from 'node:child_process';
import { git, serveHttp, TestRepository } from './git-servers.story.js';
import { SourceHouse } from './source-house.story.js';

describe('a repository with thousands of commits', () => {
  it('is faster the second time, and asks nobody', async () => {
    const house = new SourceHouse();
    const web = new TestRepository(house.root);
    const server = await serveHttp(house.root);
    try {
      execFileSync('git', ['-C', web.bare, 'fast-import', '--quiet'], { input: history(3_000) });
      const commit = git(web.bare, 'rev-parse', 'main');
      const timed = async (depth: number) => {
        const start = performance.now();
        const { lines } = await house.prepare({
          source: { repository: `${server.url}/web.git`, ref: 'refs/heads/main', commit, depth },
        });
        return {
          ms: Math.round(performance.now() - start),
          first: lines[0],
          requests: server.requests.splice(0).length,
        };
      };
      const [shallow, shallowAgain, whole, wholeAgain, shallowOfWhole] = [
        await timed(1),
        await timed(1),
        await timed(0),
        await timed(0),
        await timed(1),
      ];
      process.stdout.write(
        `source of 3000 commits: shallow ${shallow.ms} ms, again ${shallowAgain.ms} ms; whole ${whole.ms} ms, again ${wholeAgain.ms} ms, then shallow ${shallowOfWhole.ms} ms\n`,
      );
      expect([shallowAgain, wholeAgain, shallowOfWhole].map(({ requests }) => requests)).toEqual([0, 0, 0]);
      expect([shallow, whole].map(({ requests }) => requests > 0)).toEqual([true, true]);
    } finally {
      await server.stop();
      house.remove();
    }
  });
});

/** Commits that each change one of three hundred files. */
const history = (commits: number): string => {
  const lines: string[] = [];
  for (let index = 0; index < commits; index += 1) {
    const text = `line ${index}\n`.repeat(200 + (index % 50));
    const message = `commit ${index}`;
    lines.push(
      'commit refs/heads/main',
      `mark :${index + 1}`,
      `committer Ada <ada@example.com> ${1_700_000_000 + index} +0000`,
      `data ${message.length}\n${message}`,
      ...(index > 0 ? [`from :${index}`] : []),
      `M 100644 inline src/part${index % 20}/file${index % 300}.txt`,
      `data ${text.length}\n${text}`,
    );
  }
  return `${lines.join('\n')}\n`;
};
