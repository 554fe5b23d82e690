import { join } from 'node:path';
import { busybox, describeEngine, docker, Ground } from './engine.story.js';

describeEngine('containers of others', () => {
  // Without the image that clears away after it, which no registry is here for; the container is stopped below.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';

  it('are left alone by the reaper, whatever they are labelled', async () => {
    const { GenericContainer } = await import('testcontainers');
    const ground = await Ground.open();
    const attempt = ground.grant({}).attemptId;
    const theirs = await new GenericContainer(busybox)
      .withCommand(['sleep', '600'])
      .withLabels({ 'switchyard.attempt': attempt, 'switchyard.owner': 'another connector' })
      .start();
    try {
      const connector = await ground.connector();
      expect(await connector.reap(join(ground.folder, 'journal'))).toEqual([]);
      expect((await docker.getContainer(theirs.getId()).inspect()).State.Running).toBe(true);
    } finally {
      await theirs.stop({ timeout: 0 });
      await ground.close();
    }
  });
});
