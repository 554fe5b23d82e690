/** Rejects when it takes longer: a point of a curve has an end. */
export const within = async (seconds, what, work) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Milliseconds from just before the trigger to the end, of some executions one after the other; those that warm up come first. */
export const timesOf = async (subject, name, count, warmUp = 1) => {
  const times = [];
  for (let i = -warmUp; i < count; i += 1) {
    const from = performance.now();
    const finishedAt = await (await subject.trigger(name)).finished;
    if (i >= 0) times.push(finishedAt - from);
  }
  return times;
};
