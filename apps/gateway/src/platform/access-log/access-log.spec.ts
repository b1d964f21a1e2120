import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessLog, openAccessLog } from './access-log.js';

/** A file that is slow or full when told to be. */
function openSlowSink() {
  const written: string[] = [];
  const sink = {
    error: undefined as Error | undefined,
    hold: undefined as Promise<void> | undefined,
    written,
    pieceBytes: 65_536,
    write: async (bytes: Buffer) => {
      await sink.hold;
      if (sink.error !== undefined) throw sink.error;
      written.push(bytes.toString());
      return bytes.length;
    },
    reopen: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return sink;
}

const warnings: string[] = [];
const LOGGER = {
  warn: (message: string) => void warnings.push(message),
  info: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};
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
    // What the disk took of the last line, if anything, is not continued.
    expect(sink.written).toEqual(['\nkept\n']);
  });

  it('mixes no lines of several that write to one file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-lines-'));
    const path = join(folder, 'access.log');
    const letters = ['a', 'b', 'c', 'd'];
    try {
      const logs = await Promise.all(
        letters.map(() => openAccessLog({ accessLog: path, worker: 0 }, LOGGER)),
      );
      for (let line = 0; line < 20_000; line += 1)
        for (const [index, log] of logs.entries()) log?.add((letters[index] ?? '').repeat(301));
      await Promise.all(logs.map(async (log) => log?.close()));
      const text = await readFile(path, 'utf8');
      const counts = new Map<string, number>();
      for (const line of text.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
      expect([...counts].toSorted()).toEqual([
        ['', 1],
        ...letters.map((letter) => [letter.repeat(301), 20_000]),
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
