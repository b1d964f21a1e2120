import { AccessLog } from './access-log.js';

/** A file that is slow or full when told to be. */
function openSlowSink() {
  const written: string[] = [];
  const sink = {
    error: undefined as Error | undefined,
    hold: undefined as Promise<void> | undefined,
    written,
    write: async (text: string) => {
      await sink.hold;
      if (sink.error !== undefined) throw sink.error;
      written.push(text);
    },
    reopen: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return sink;
}

const warnings: string[] = [];
const LOGGER = { warn: (message: string) => void warnings.push(message), info: () => undefined };
beforeEach(() => void warnings.splice(0));

describe('the access log', () => {
  it('writes whole lines, all of them before it closes', async () => {
    const sink = openSlowSink();
    const log = new AccessLog(sink, LOGGER);
    log.add('one');
    log.add('two');
    await log.close();
    expect(sink.written).toEqual(['one\ntwo\n']);
  });

  it('keeps so much waiting and no more, and counts what it dropped', async () => {
    const sink = openSlowSink();
    let goOn: () => void = () => undefined;
    sink.hold = new Promise((resolve) => (goOn = resolve));
    const log = new AccessLog(sink, LOGGER);
    const line = 'x'.repeat(1_048_576);
    for (let index = 0; index < 30; index += 1) log.add(line);
    // The first is being written, eight wait.
    expect(log.droppedLines).toBe(30 - 1 - 8);
    goOn();
    await log.close();
    expect(sink.written.join('').split('\n')).toHaveLength(1 + 8 + 1);
  });

  it('loses what a full disk does not take, says so once, and goes on when there is room', async () => {
    const sink = openSlowSink();
    sink.error = new Error('ENOSPC');
    const log = new AccessLog(sink, LOGGER);
    for (const line of ['lost', 'lost too']) {
      log.add(line);
      await log.reopen();
    }
    expect([log.droppedLines, warnings]).toEqual([2, ['the access log cannot be written: lines are lost']]);
    sink.error = undefined;
    log.add('kept');
    await log.close();
    expect(sink.written).toEqual(['kept\n']);
  });
});
