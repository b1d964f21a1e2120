import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileChange } from './file-change.js';
import { readWhole } from './read-whole.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-whole-'));
  path = join(folder, 'apis.yaml');
  await writeFile(path, 'revision: 1\n');
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads, and writes more where somebody has just read. */
function readWhileWritten(times: number): (path: string) => Promise<Buffer> {
  let left = times;
  return async (file) => {
    const bytes = await readFile(file);
    if (left > 0) await appendFile(file, 'apis: []\n');
    left -= 1;
    return bytes;
  };
}

describe('reading a file', () => {
  it('reads again what was written to meanwhile, and does not go on for ever', async () => {
    expect(await readWhole(path, 1_000, readWhileWritten(1))).toEqual({ text: 'revision: 1\napis: []\n' });
    expect(await readWhole(path, 1_000, readWhileWritten(99))).toEqual({
      problem: { code: 'written-to' },
    });
  });

  it('opens nothing that is too large, missing, a folder or a pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await readWhole(path, 11)).toEqual({
      problem: { code: 'too-large', values: { bytes: '11' } },
    });
    expect(await readWhole(`${path}.gone`, 11)).toEqual({
      problem: { code: 'unreadable', values: { code: 'ENOENT' } },
    });
    expect(await readWhole(folder, 10_000)).toEqual({ problem: { code: 'not-a-file' } });
    expect(await readWhole(pipe, 10_000)).toEqual({ problem: { code: 'not-a-file' } });
  });
});

describe('a file that changes', () => {
  it('is waited for at the start where it is still written, and only there', async () => {
    let pauses = 0;
    const change = new FileChange(path, 3_600_000, async () => {
      pauses += 1;
      if (pauses < 3) await appendFile(path, 'more');
    });
    await change.settle();
    expect(pauses).toBe(3);
    await new FileChange(path, 0, () => Promise.reject(new Error('it paused'))).settle();
    await new FileChange(`${path}.gone`, 3_600_000, () => Promise.reject(new Error('it paused'))).settle();
  });

  it('is another one under the old time of its last writing', async () => {
    const [atime, mtime] = [1, 1];
    await utimes(path, atime, mtime);
    const change = new FileChange(path, 0);
    await change.remember();
    expect(await change.look()).toBe(false);
    await writeFile(path, 'revision: 2\n');
    await utimes(path, atime, mtime);
    expect([await change.look(), await change.look(), await change.look()]).toEqual([false, true, false]);
  });
});
