import type { ServerResponse } from 'node:http';

interface Ending {
  readonly response: ServerResponse;
  readonly text: string;
  readonly encoding: 'latin1' | 'utf8';
}

let endings: Ending[] = [];

function endAll(): void {
  const all = endings;
  endings = [];
  for (const { response, text, encoding } of all) {
    try {
      response.end(text, encoding);
    } catch {
      // Its own connection; the other answers have nothing to do with it.
      response.destroy();
    }
  }
}

/**
 * Ends an answer together with all others that come in this turn of the event loop, one right after the other. The first wakes
 * whoever reads them, and the rest cost less for that; written one by one, each finds the reader asleep again.
 * @param response whose head is written
 * @param text the whole content
 * @param encoding latin1: the text has its bytes, one by one
 */
export function endWithOthers(response: ServerResponse, text: string, encoding: Ending['encoding']): void {
  if (endings.length === 0) setImmediate(endAll);
  endings.push({ response, text, encoding });
}
