import { connect } from 'node:net';

/** An HTTP answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** All that came, in latin1: interim answers, and those to requests further on, too. */
  readonly text: string;
}

/**
 * Sends bytes as they are and resolves to all that comes back until the gateway closes the connection: the last request
 * must ask for that.
 * @param request latin1
 */
export function sendRaw(url: string, request: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname);
    socket.setEncoding('latin1');
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that is cut is an answer too.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(parseAnswer(text)));
    socket.write(request, 'latin1');
  });
}

export function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end === -1 ? undefined : end).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(statusLine.split(' ')[1] ?? 0),
    headers: new Map(headers),
    body: end === -1 ? '' : text.slice(end + 4),
    text,
  };
}

/** A request with the lines given, after an ordinary beginning. */
export const buildRequest = (target: string, lines: readonly string[] = [], method = 'GET'): string =>
  [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines, '', ''].join('\r\n');
