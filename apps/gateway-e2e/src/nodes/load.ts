import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

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

/** What one call of a load sends. */
export interface LoadCall {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** An answer, whole. */
export interface LoadAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** On a connection that was opened for it. */
  readonly isNew: boolean;
}

function callOnce(
  agent: Agent,
  url: string,
  { method = 'GET', headers, body }: LoadCall,
): Promise<LoadAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method, headers: headers ?? {} }, (response) => {
      let text = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          isNew: !call.reusedSocket,
        }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** Callers on kept-alive connections, each of which calls again as soon as it has its answer. Nobody tries twice. */
export function startLoad(
  url: string,
  { callers = 8, accessToken, makeCall, onAnswer }: LoadOptions = {},
): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  let [isOver, calls, connections, token] = [false, 0, 0, accessToken];
  const run = async (): Promise<void> => {
    while (!isOver) {
      const call = makeCall?.() ?? {};
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      try {
        const answer = await callOnce(agent, url, {
          ...call,
          headers: { ...authorization, ...call.headers },
        });
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        connections += answer.isNew ? 1 : 0;
        onAnswer?.(answer);
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
  /** Default: a GET. */
  readonly makeCall?: () => LoadCall;
  readonly onAnswer?: (answer: LoadAnswer) => void;
}
