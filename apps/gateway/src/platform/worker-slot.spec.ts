import { setImmediate as settle } from 'node:timers/promises';
import { type SlotWorker, type WorkerEnd, WorkerSlot } from './worker-slot.js';

/** A process that does what it is told to. */
class FakeWorker implements SlotWorker {
  readonly ready: Promise<boolean>;
  readonly ended: Promise<WorkerEnd>;
  isComing = true;
  isAlive = true;
  isRetiring = false;
  private setReady: (serves: boolean) => void = () => undefined;
  private setEnded: (end: WorkerEnd) => void = () => undefined;

  constructor() {
    this.ready = new Promise((resolve) => (this.setReady = resolve));
    this.ended = new Promise((resolve) => (this.setEnded = resolve));
  }

  serve(): void {
    this.isComing = false;
    this.setReady(true);
  }

  die(): void {
    this.isAlive = this.isComing = false;
    this.setReady(false);
    this.setEnded({ code: null, signal: 'SIGKILL', livedMs: 1 });
  }

  async retire(): Promise<void> {
    this.isRetiring = true;
    await this.ended;
  }
}

function openSlot() {
  const workers: FakeWorker[] = [];
  const events: string[] = [];
  const state = { isStopping: false, letPass: () => Promise.resolve() };
  const log = (message: string): void => void events.push(message);
  const slot = new WorkerSlot({
    slot: 1,
    logger: { info: log, error: log },
    fork: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    isStopping: () => state.isStopping,
    pause: () => state.letPass(),
  });
  const which = (holds: (worker: FakeWorker) => boolean): readonly FakeWorker[] => workers.filter(holds);
  return {
    slot,
    workers,
    events,
    state,
    coming: () => which(({ isComing }) => isComing),
    serving: () => which(({ isAlive, isComing, isRetiring }) => isAlive && !isComing && !isRetiring),
    draining: () => which(({ isAlive, isRetiring }) => isAlive && isRetiring),
  };
}

type OpenSlot = ReturnType<typeof openSlot>;

/** With a worker that serves. */
async function openServing(): Promise<OpenSlot> {
  const opened = openSlot();
  const started = opened.slot.start();
  await settle();
  opened.workers[0]?.serve();
  expect(await started).toBe(true);
  return opened;
}

/** What may happen to a slot. */
const HAPPENINGS: Readonly<Record<string, (opened: OpenSlot) => void>> = {
  order: ({ slot }) => void slot.replace(),
  comes: ({ coming }) => coming()[0]?.serve(),
  'dies coming': ({ coming }) => coming()[0]?.die(),
  'dies serving': ({ serving }) => serving()[0]?.die(),
  'has drained': ({ draining }) => draining()[0]?.die(),
};

/** Every order of so many happenings. */
function listHistories(length: number): readonly (readonly string[])[] {
  if (length === 0) return [[]];
  return listHistories(length - 1).flatMap((history) =>
    Object.keys(HAPPENINGS).map((name) => [...history, name]),
  );
}

describe('a slot', () => {
  it('has one worker that serves or is coming, and never two that come, whatever happens in which order', async () => {
    const faults = await Promise.all(
      listHistories(5).map(async (history) => {
        const opened = await openServing();
        const seen: string[] = [];
        for (const name of history) {
          HAPPENINGS[name]?.(opened);
          await settle();
          const [coming, serving] = [opened.coming().length, opened.serving().length];
          if (coming > 1 || serving > 1 || coming + serving === 0)
            seen.push(`after ${name}: ${coming} coming, ${serving} serving`);
        }
        while (opened.coming().length + opened.draining().length > 0) {
          for (const worker of opened.coming()) worker.serve();
          for (const worker of opened.draining()) worker.die();
          await settle();
        }
        if (opened.serving().length !== 1) seen.push(`in the end ${opened.serving().length} serving`);
        return seen.length === 0 ? [] : [`${history.join(', ')}: ${seen.join('; ')}`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it('says that no successor came, and keeps the one that serves', async () => {
    const { slot, workers, serving } = await openServing();
    const replaced = slot.replace();
    await settle();
    workers[1]?.die();
    expect(await replaced).toBe(false);
    expect(serving()).toEqual([workers[0]]);
  });

  it('does not wait for the old one that drains when its successor dies', async () => {
    const { slot, workers, coming, draining } = await openServing();
    void slot.replace();
    await settle();
    workers[1]?.serve();
    await settle();
    workers[1]?.die();
    await settle();
    expect(draining()).toEqual([workers[0]]);
    expect(coming()).toHaveLength(1);
  });

  it('starts none once its supervisor stops: not after a pause, and not for an order', async () => {
    const { slot, workers, state, events } = await openServing();
    let goOn: () => void = () => undefined;
    state.letPass = () => new Promise((resolve) => (goOn = resolve));
    workers[0]?.die();
    await settle();
    state.isStopping = true;
    goOn();
    expect(await slot.replace()).toBe(false);
    expect(workers).toHaveLength(1);
    expect(events).toEqual(['a worker died; another takes its place']);
  });
});
