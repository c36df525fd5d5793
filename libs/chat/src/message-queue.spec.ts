import { describe, expect, it } from '@jest/globals';
import type { Database } from '#lib/database';
import { ServiceUnavailableError } from '#lib/errors';
import { MessageQueue } from './message-queue.js';
import type { MessageWriter, Outgoing, SendOutcome } from './message-writer.js';

function aDraft(chatId: string, clientId: string): Outgoing {
  return {
    chatId,
    clientId,
    senderId: 'vera',
    text: 'x',
    attachmentIds: [],
    files: new Map(),
    replyTo: null,
  };
}

/** A queue whose batches are kept; `act` says what becomes of each. */
function aQueue(act: (batch: readonly Outgoing[]) => Promise<void> | void) {
  const batches: string[][] = [];
  const writer = {
    write: async (batch: readonly Outgoing[]) => {
      batches.push(batch.map(({ chatId, clientId }) => `${chatId}/${clientId}`));
      await act(batch);
      return batch.map(
        ({ clientId }) => ({ kind: 'refused', error: { clientId } }) as unknown as SendOutcome,
      );
    },
  };
  const db = { isInTransaction: false } as Database;
  return { batches, queue: new MessageQueue(db, writer as unknown as MessageWriter) };
}

describe('MessageQueue', () => {
  it('stores what came in one turn in one transaction', async () => {
    const { batches, queue } = aQueue(() => undefined);
    const outcomes = await Promise.all(['1', '2', '3'].map((id) => queue.send(aDraft(`c${id}`, id))));
    expect(batches).toEqual([['c1/1', 'c2/2', 'c3/3']]);
    expect(outcomes.map((outcome) => 'error' in outcome && outcome.error)).toEqual([
      { clientId: '1' },
      { clientId: '2' },
      { clientId: '3' },
    ]);
  });

  it('stores the messages of one chat one after the other, those of others meanwhile', async () => {
    const gates: (() => void)[] = [];
    const { batches, queue } = aQueue(() => new Promise<void>((resolve) => gates.push(resolve)));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = queue.send(aDraft('a', '1'));
    await turn();
    const rest = [queue.send(aDraft('a', '2')), queue.send(aDraft('b', '3')), queue.send(aDraft('a', '4'))];
    await turn();
    expect(batches).toEqual([['a/1'], ['b/3']]);
    gates[0]!();
    await first;
    await turn();
    expect(batches).toEqual([['a/1'], ['b/3'], ['a/2', 'a/4']]);
    for (const open of gates) open();
    await Promise.all(rest);
  });

  it('takes at most 64 at a time', async () => {
    const { batches, queue } = aQueue(() => undefined);
    await Promise.all(Array.from({ length: 150 }, (_, index) => queue.send(aDraft('a', `${index}`))));
    expect(batches.map(({ length }) => length)).toEqual([64, 64, 22]);
  });

  it('lets one that the database refuses fail alone', async () => {
    const { queue } = aQueue((batch) => {
      if (batch.some(({ clientId }) => clientId === 'bad')) throw new Error('a constraint');
    });
    const sent = ['1', 'bad', '2'].map((id) => queue.send(aDraft('a', id)));
    const results = await Promise.allSettled(sent);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('asks a database that is away once for the whole batch', async () => {
    const { batches, queue } = aQueue(() => {
      throw new ServiceUnavailableError();
    });
    const results = await Promise.allSettled(['1', '2'].map((id) => queue.send(aDraft('a', id))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(batches).toHaveLength(1);
  });
});
