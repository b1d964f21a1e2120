// The limit of a proxy: undici's dispatch between two node:http sides, with no check of anything.
import { createServer } from 'node:http';
import { Pool } from 'undici';

const [port = '0', upstreamPort = '0'] = process.argv.slice(2);
const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { connections: 128, pipelining: 1 });
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host']);

/** @param {readonly string[]} raw */
function clean(raw) {
  /** @type {string[]} */
  const kept = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}

class Exchange {
  /** @param {import('node:http').ServerResponse} response */
  constructor(response) {
    this.response = response;
    response.on('drain', () => this.resume?.());
    response.on('close', () => response.writableFinished || this.abort?.());
  }

  /** @param {() => void} abort */
  onConnect(abort) {
    this.abort = abort;
  }

  /**
   * @param {number} status
   * @param {Buffer[]} headers
   * @param {() => void} resume
   */
  onHeaders(status, headers, resume) {
    this.resume = resume;
    this.response.writeHead(status, clean(headers.map((bytes) => bytes.toString('latin1'))));
    return true;
  }

  /** @param {Buffer} chunk */
  onData(chunk) {
    return this.response.write(chunk);
  }

  onComplete() {
    this.response.end();
  }

  onError() {
    this.response.destroy();
  }
}

createServer((request, response) => {
  const { method = 'GET', url = '/', rawHeaders } = request;
  pool.dispatch(
    {
      method: /** @type {import('undici').Dispatcher.HttpMethod} */ (method),
      path: url,
      headers: clean(rawHeaders),
      body: null,
    },
    new Exchange(response),
  );
}).listen(Number(port), '127.0.0.1');
