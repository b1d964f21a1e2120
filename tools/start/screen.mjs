const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const FRAME_MS = 90;

const isLive = process.stdout.isTTY === true && process.env['TERM'] !== 'dumb';
const hasColour = isLive && (process.env['NO_COLOR'] ?? '') === '';

const paint = (/** @type {number} */ code) => (/** @type {string} */ text) =>
  hasColour ? `\u001B[${code}m${text}\u001B[0m` : text;

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);
export const cyan = paint(36);

/** The spinner's current line; nothing else may be written without clearing it. */
let current = '';

const clear = () => {
  if (current !== '') process.stdout.write('\r\u001B[2K');
};

/**
 * Writes a line above the step that is under way.
 * @param {string} [line]
 */
export function say(line = '') {
  clear();
  process.stdout.write(`${line}\n`);
  if (current !== '') process.stdout.write(current);
}

/**
 * Runs a step and shows it: a spinner in a terminal, one line when done elsewhere.
 * @template T
 * @param {string} title what happens, as in "Building"
 * @param {(note: (detail: string) => void) => Promise<T>} work `note` shows how far it is; `say` may be used meanwhile
 * @param {(result: T) => string} [describe] what was done; default: the title
 * @returns {Promise<T>}
 */
export async function step(title, work, describe = () => title) {
  const begun = Date.now();
  const seconds = () => `${((Date.now() - begun) / 1000).toFixed(1)} s`;
  let detail = '';
  let frame = 0;
  const draw = () => {
    clear();
    const width = Math.max(20, (process.stdout.columns ?? 80) - title.length - 16);
    current = `  ${cyan(FRAMES[frame++ % FRAMES.length] ?? '')} ${title} ${dim(`${seconds()} ${detail.slice(0, width)}`)}`;
    process.stdout.write(current);
  };
  const timer = isLive ? setInterval(draw, FRAME_MS) : undefined;
  const finish = () => {
    clearInterval(timer);
    clear();
    current = '';
  };
  try {
    const result = await work((text) => (detail = text));
    finish();
    say(`  ${green('✔')} ${describe(result)} ${dim(seconds())}`);
    return result;
  } catch (error) {
    finish();
    say(`  ${red('✘')} ${title} ${dim(seconds())}`);
    throw error;
  }
}
