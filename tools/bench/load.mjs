import { connect } from 'node:net';

/**
 * @typedef {object} Load One request, sent over and over.
 * @property {number} port
 * @property {string} method
 * @property {string} path
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {string} [body]
 * @property {(seconds: number) => () => string} [prepareHeader] makes, before the time begins, lines of which each request has another
 */

/**
 * @typedef {object} Measurement
 * @property {number} perSecond answers with status 200
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} count
 * @property {number} failures answers with any other status
 */

const HEADER_END = Buffer.from('\r\n\r\n');
const OK = Buffer.from('HTTP/1.1 200');

/**
 * @param {Load} load nearly always the same bytes for every request: the generator must not be what is measured
 * @param {number} seconds
 * @returns {() => Buffer}
 */
function createWriter(load, seconds) {
  const makeHeader = load.prepareHeader?.(seconds);
  const bytes = toBytes(load);
  if (makeHeader === undefined) return () => bytes;
  const end = bytes.indexOf(HEADER_END);
  const [head, rest] = [bytes.subarray(0, end), bytes.subarray(end)];
  return () => Buffer.concat([head, Buffer.from(`\r\n${makeHeader()}`), rest]);
}

/** @param {Load} load */
function toBytes({ method, path, port, headers = {}, body = '' }) {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * How much of an answer is still to come, told by what has come of it; undefined while its head is not whole.
 * @param {Buffer} begun
 * @returns {number | undefined} Infinity where only its end will tell
 */
function findMissingLength(begun) {
  const end = begun.indexOf(HEADER_END);
  if (end === -1) return undefined;
  const head = begun.toString('latin1', 0, end).toLowerCase();
  const at = head.indexOf('content-length:');
  if (at === -1) return begun.indexOf('0\r\n\r\n', end) === -1 ? Infinity : 0;
  return end + 4 + Number.parseInt(head.slice(at + 15, at + 30), 10) - begun.length;
}

/** Reads answers that come one after the other. A long one is counted, not kept: the generator must not be what is measured. */
class AnswerReader {
  /** @type {Buffer} */
  #begun = Buffer.alloc(0);
  /** @type {number | undefined} */
  #missing;
  isOk = false;

  /** @param {Buffer} chunk @returns {boolean} whether the answer is whole */
  read(chunk) {
    if (this.#missing === undefined || this.#missing === Infinity) {
      this.#begun = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
      this.#missing = findMissingLength(this.#begun);
      this.isOk = this.#begun.subarray(0, OK.length).equals(OK);
    } else this.#missing -= chunk.length;
    if (this.#missing !== 0) return false;
    this.#begun = Buffer.alloc(0);
    this.#missing = undefined;
    return true;
  }
}

/**
 * Keeps `connections` requests in flight, each on a connection of its own, and times every answer.
 * @param {Load} load
 * @param {{ connections: number, seconds?: number, count?: number }} limits whichever comes first
 * @returns {Promise<Measurement>}
 */
export function run(load, { connections, seconds = Infinity, count = Infinity }) {
  const write = createWriter(load, seconds);
  /** @type {number[]} */
  const times = [];
  let [sent, failures] = [0, 0];
  const began = performance.now();
  const ends = began + seconds * 1000;

  /** @returns {Promise<void>} */
  const keepAsking = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
      const answer = new AnswerReader();
      let asked = 0;
      const ask = () => {
        if (sent >= count || performance.now() >= ends) return void socket.end(resolve);
        sent += 1;
        const bytes = write();
        asked = performance.now();
        socket.write(bytes);
      };
      socket.on('connect', ask);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        if (!answer.read(chunk)) return;
        times.push(performance.now() - asked);
        if (!answer.isOk) failures += 1;
        ask();
      });
    });

  return Promise.all(Array.from({ length: connections }, keepAsking)).then(() =>
    summarize(times, failures, (performance.now() - began) / 1000),
  );
}

/**
 * @param {number[]} times
 * @param {number} failures
 * @param {number} seconds
 * @returns {Measurement}
 */
function summarize(times, failures, seconds) {
  const sorted = Float64Array.from(times).sort();
  const at = (/** @type {number} */ share) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    perSecond: (times.length - failures) / seconds,
    p50: at(0.5),
    p99: at(0.99),
    count: times.length,
    failures,
  };
}
