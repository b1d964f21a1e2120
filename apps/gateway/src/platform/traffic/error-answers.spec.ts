import type { ErrorAnswerFacts, ErrorAnswerWriterStore } from '@gatehouse/persistence';
import { ErrorAnswers } from './error-answers.js';

const silent = { info() {}, warn() {}, error() {} } as never;

const answer = (requestId: string, at = Date.now()): ErrorAnswerFacts => ({
  at,
  requestId,
  endpoint: 'token',
  status: 400,
  error: 'invalid_grant',
  description: 'Start again.',
  reason: 'the code was used',
  clientId: null,
  isClientKnown: false,
  sessionHash: null,
  interactionHash: null,
});

class Store implements ErrorAnswerWriterStore {
  readonly stored: string[] = [];
  isAway = false;

  async write(_: string, answers: readonly ErrorAnswerFacts[]): Promise<void> {
    await Promise.resolve();
    if (this.isAway) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    if (answers.some(({ requestId }) => requestId === 'refused')) throw new Error('not this one');
    this.stored.push(...answers.map(({ requestId }) => requestId));
  }
}

function keep(answers: ErrorAnswers, one: ErrorAnswerFacts): void {
  if (answers.hasRoom()) answers.add(one);
}

describe('error answers', () => {
  it('are left out and counted where there is no room, and none is kept where nobody wants them', async () => {
    const store = new Store();
    const answers = new ErrorAnswers(store, 'a node', silent);
    for (let count = 0; count < 1_003; count += 1) keep(answers, answer(`request ${count}`));
    answers.isKeeping = false;
    keep(answers, answer('unwanted'));
    await answers.stop();
    expect(store.stored).toHaveLength(1_000);
    expect(answers.leftOut).toBe(3);
  });

  it('wait while the database is away, unless no partition has room for them any more', async () => {
    const store = new Store();
    const answers = new ErrorAnswers(store, 'a node', silent);
    store.isAway = true;
    keep(answers, answer('older', Date.now() - 2 * 3_600_000));
    keep(answers, answer('fresh'));
    await answers.stop();
    store.isAway = false;
    await answers.stop();
    expect(store.stored).toEqual(['fresh']);
    expect(answers.leftOut).toBe(1);
  });

  it('are stored without those that the database refuses', async () => {
    const store = new Store();
    const answers = new ErrorAnswers(store, 'a node', silent);
    for (const id of ['one', 'refused', 'two']) keep(answers, answer(id));
    await answers.stop();
    expect(store.stored).toEqual(['one', 'two']);
    expect(answers.leftOut).toBe(1);
  });
});
