import type { ServerResponse } from 'node:http';
import type { CallList } from '@gatehouse/dto';

/** Where a watcher's news come from. */
export interface CallNews {
  /** The latest calls, the newest first; those that were told already too. @throws when they cannot be read */
  read(isFirst: boolean): Promise<CallList>;
  /** Whether the watcher may still look. */
  isAllowed(): Promise<boolean>;
}

const PAUSE_MS = 500;

/**
 * The latest calls as Server-Sent Events (WHATWG HTML §9.2), looked for twice a second while somebody watches. It ends when
 * the watcher leaves or may not look any more; a browser then comes back by itself, and is judged anew.
 */
export class CallStream {
  private told = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private isFirst = true;

  constructor(
    private readonly response: ServerResponse,
    private readonly news: CallNews,
  ) {}

  start(): void {
    const { response } = this;
    response.on('close', () => this.end());
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // nginx would keep it back.
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    void this.tell();
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.response.end();
  }

  private async tell(): Promise<void> {
    try {
      if (!(await this.news.isAllowed())) return this.end();
      const { items, seconds } = await this.news.read(this.isFirst);
      this.isFirst = false;
      const fresh = items.filter(({ id }) => !this.told.has(id));
      this.told = new Set(items.map(({ id }) => id));
      this.send('calls', { items: fresh, seconds });
    } catch {
      // The watcher sees that nothing comes, and why; the next look may succeed.
      this.send('away', {});
    }
    if (!this.isOver) this.timer = setTimeout(() => void this.tell(), PAUSE_MS);
  }

  private send(event: string, data: object): void {
    if (!this.isOver) this.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
