import { LineWriter } from './line-writer.js';

/** A file that takes as many bytes of each write as it is told, then all; negative: there is no room. */
function openFile(...rooms: readonly number[]) {
  const left = [...rooms];
  const writes: string[] = [];
  return {
    pieceBytes: 12,
    writes,
    write: (bytes: Buffer) => {
      const room = left.shift() ?? bytes.length;
      if (room < 0) return Promise.reject(new Error('ENOSPC'));
      writes.push(bytes.subarray(0, room).toString());
      return Promise.resolve(Math.min(room, bytes.length));
    },
  };
}

const LINES = ['one', 'two', 'three', 'four'];

describe('lines are written', () => {
  it('whole, as many at once as are put down in one piece', async () => {
    const file = openFile();
    expect(await new LineWriter(file).write(LINES)).toBeUndefined();
    expect(file.writes).toEqual(['one\ntwo\n', 'three\nfour\n']);
  });

  it('alone where they are longer than that', async () => {
    const file = openFile();
    await new LineWriter(file).write(['one', 'longer than a piece', 'ä'.repeat(7), 'two']);
    expect(file.writes).toEqual(['one\n', 'longer than a piece\n', 'äääääää\n', 'two\n']);
  });

  it('again, on a line of their own, where a part of them was taken', async () => {
    const file = openFile(6);
    expect(await new LineWriter(file).write(LINES)).toBeUndefined();
    expect(file.writes.join('')).toBe('one\ntw\ntwo\nthree\nfour\n');
    const atEnd = openFile(4);
    await new LineWriter(atEnd).write(LINES);
    expect(atEnd.writes.join('').split('\n').filter(Boolean)).toEqual(LINES);
  });

  it('after a full disk on a line of their own: another may have left a part of one there', async () => {
    const file = openFile(6, -1, -1);
    const writer = new LineWriter(file);
    expect(await writer.write(LINES)).toEqual({ lost: 3, error: new Error('ENOSPC') });
    expect(await writer.write(['lost'])).toEqual({ lost: 1, error: new Error('ENOSPC') });
    expect(await writer.write(['kept'])).toBeUndefined();
    expect(file.writes.join('')).toBe('one\ntw\nkept\n');
  });

  it('not for ever where nothing is taken', async () => {
    for (const room of [0, 1, 2]) {
      const file = openFile(room, room, room);
      expect(await new LineWriter(file).write(['lost'])).toMatchObject({ lost: 1 });
    }
  });
});
