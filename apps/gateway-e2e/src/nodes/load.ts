import { Agent, request } from 'node:http';

/** What became of the calls of a load. */
export interface LoadReport {
  readonly calls: number;
  /** How many there were of each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Calls that got no answer. */
  readonly failures: readonly string[];
  /** Connections that were opened. */
  readonly connections: number;
}

export interface Load {
  /** So far. */
  count(): number;
  /** The next call takes this access token. */
  use(accessToken: string): void;
  /** Resolves when the last call has its answer. */
  stop(): Promise<LoadReport>;
}

interface Answer {
  readonly status: number;
  readonly isNew: boolean;
}

function callOnce(agent: Agent, url: string, accessToken: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    const call = request(url, { agent, headers }, (response) => {
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, isNew: !call.reusedSocket }));
      response.resume();
    });
    call.on('error', reject);
    call.end();
  });
}

/** Callers on kept-alive connections, each of which calls again as soon as it has its answer. Nobody tries twice. */
export function startLoad(url: string, { callers = 8, accessToken }: LoadOptions = {}): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  let [isOver, calls, connections, token] = [false, 0, 0, accessToken];
  const run = async (): Promise<void> => {
    while (!isOver) {
      try {
        const { status, isNew } = await callOnce(agent, url, token);
        statuses[status] = (statuses[status] ?? 0) + 1;
        connections += isNew ? 1 : 0;
      } catch (error) {
        failures.push((error as NodeJS.ErrnoException).code ?? String(error));
      }
      calls += 1;
    }
  };
  const running = Array.from({ length: callers }, run);
  return {
    count: () => calls,
    use: (next) => (token = next),
    async stop() {
      isOver = true;
      await Promise.all(running);
      agent.destroy();
      return { calls, statuses, failures, connections };
    },
  };
}

export interface LoadOptions {
  readonly callers?: number;
  readonly accessToken?: string;
}
