import { insistOnClearing } from './clearing.js';

it('what the engine refuses to take away at first is taken away later', async () => {
  let tries = 0;
  await insistOnClearing('one', () => {
    tries += 1;
    return tries < 3 ? Promise.reject(new Error('network has active endpoints')) : Promise.resolve();
  });
  expect(tries).toBe(3);
});
