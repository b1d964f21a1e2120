import type { ServerResponse } from 'node:http';

interface Ending {
  readonly response: ServerResponse;
  readonly text: string;
}

let endings: Ending[] = [];

function endAll(): void {
  const all = endings;
  endings = [];
  for (const { response, text } of all) {
    try {
      response.end(text, 'latin1');
    } catch {
      // Its own connection; the other answers have nothing to do with it.
      response.destroy();
    }
  }
}

/**
 * Ends an answer together with all others that come in this turn of the event loop, one right after the other. The first wakes
 * whoever reads them, and the rest cost less for that; written one by one, each finds the reader asleep again.
 * @param text the whole content, byte for byte as latin1
 */
export function endWithOthers(response: ServerResponse, text: string): void {
  if (endings.length === 0) setImmediate(endAll);
  endings.push({ response, text });
}
