import { Fault, reasonOf } from '@switchyard/kernel';

/** What an engine without room says of images, containers and builds alike; undefined for anything else. */
export const diskFull = (error: unknown): Fault | undefined =>
  /no space left|disk quota exceeded/i.test(reasonOf(error))
    ? new Fault({
        code: 'engine-disk-full',
        message: "the engine's disk is full",
        blame: 'platform',
        retry: true,
        suggestions: ['remove what is not needed there, such as by: docker system prune'],
        cause: error,
      })
    : undefined;
