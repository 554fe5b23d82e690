import type { FastifyInstance } from 'fastify';
import { HttpFault } from './http-fault.js';

/** Nothing that is asked for here is nested deeper; what walks through a body would run out of stack. */
export const deepest = 100;

/** Whether lists and objects lie in each other more than `most` deep. Asks with a list of its own, not by the stack. */
export const isDeeper = (value: unknown, most: number): boolean => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    level = level.filter(one => typeof one === 'object' && one !== null && !Buffer.isBuffer(one));
    if (depth >= most && level.length > 0) return true;
    level = level.flatMap(one => Object.values(one as object));
  }
  return false;
};

/** Refuses bodies that are nested too deep, before anything looks into them. */
export const refuseDeepBodies = (server: FastifyInstance): void => {
  server.addHook('preValidation', (request, _reply, done) => {
    if (!isDeeper(request.body, deepest)) return done();
    done(
      new HttpFault(400, 'validation', {
        code: 'too-deep',
        message: `the body is nested more than ${deepest} deep`,
        suggestions: ['GET /api/docs shows the body that each route takes'],
      }),
    );
  });
};
