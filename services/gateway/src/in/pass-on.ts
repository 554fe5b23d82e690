import type { Written } from '../app/ports.js';
import type { FastifyReply } from 'fastify';

/**
 * Answers with JSON as another service wrote it, unread.
 * @returns the bytes; for whoever reads the route's type it is what they hold.
 */
export const passOn = <Reply>(reply: FastifyReply, { json }: Written<Reply>): Reply => {
  void reply.type('application/json; charset=utf-8');
  return Buffer.from(json.buffer, json.byteOffset, json.byteLength) as unknown as Reply;
};
