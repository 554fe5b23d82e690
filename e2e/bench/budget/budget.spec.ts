import mongoose from 'mongoose';
import { countCalls } from './trace.js';
import { commandOf, framesOf, isChatter, isWrite } from './wire.js';

const { BSON } = mongoose.mongo;

const frameOf = (command: object, opcode = 2013): Buffer => {
  const body = BSON.serialize(command);
  const frame = Buffer.alloc(21 + body.length);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(opcode, 12);
  frame.set(body, 21);
  return frame;
};

describe('commands to the store', () => {
  it.each([
    [{ update: 'executions', updates: [] }, 'update executions'],
    [{ getMore: 5n, collection: 'executions' }, 'getMore'],
    [{ hello: 1 }, 'hello'],
  ])('are named: %j', (command, name) => {
    expect(commandOf(frameOf(command))).toBe(name);
  });

  it('are not what another protocol says', () => {
    expect(commandOf(frameOf({ update: 'executions' }, 2004))).toBeUndefined();
  });

  it('are found however their bytes are cut', () => {
    const bytes = Buffer.concat([frameOf({ insert: 'a' }), frameOf({ find: 'b' }), frameOf({ delete: 'c' })]);
    for (const size of [1, 7, 40, 1_000]) {
      const found: unknown[] = [];
      const take = framesOf(frame => found.push(commandOf(frame)));
      for (let at = 0; at < bytes.length; at += size) take(bytes.subarray(at, at + size));
      expect(found).toEqual(['insert a', 'find b', 'delete c']);
    }
  });

  it('with a length that cannot be never hold everything up', () => {
    const frames: Buffer[] = [];
    framesOf(frame => frames.push(frame))(Buffer.alloc(64));
    expect(frames).toHaveLength(4);
  });

  it('write, read, or are the driver talking to itself', () => {
    expect(['insert a', 'findAndModify a', 'find a', 'ping'].map(isWrite)).toEqual([true, true, false, false]);
    expect(['insert a', 'ping', 'hello'].map(isChatter)).toEqual([false, true, true]);
  });
});

describe('calls of the system', () => {
  it('are counted by program; threads are no forks, and what failed is nothing', () => {
    const text = [
      '10 fdatasync(12)                     = 0',
      '11 fsync(9 <unfinished ...>',
      '11 <... fsync resumed>)              = 0',
      '10 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}, 88) = 12',
      '10 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 13',
      '13 execve("/bin/sh", ["sh"], 0x1 /* 3 vars */) = 0',
      '13 execve("/no/sh", ["sh"], 0x1 /* 3 vars */) = -1 ENOENT (No such file or directory)',
      '10 +++ exited with 0 +++',
    ].join('\n');
    expect(countCalls(text, thread => (thread === '13' ? 'step' : 'store'))).toEqual({
      flushes: { store: 2 },
      forks: { store: 1 },
      execs: { step: 1 },
    });
  });
});
