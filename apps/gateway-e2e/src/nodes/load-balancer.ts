import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Something in front of several nodes that looks whether they are ready, and passes connections on. */
export interface LoadBalancer {
  readonly url: string;
  /** Which of the nodes get new connections. */
  readyNodes(): readonly string[];
  close(): void;
}

const LOOK_EVERY_MS = 50;

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * Passes TCP connections on, round robin; it knows no HTTP, so it repeats nothing.
 * @param healthUrls where it asks whether each is ready
 */
export async function startLoadBalancer(
  urls: readonly string[],
  healthUrls: readonly string[] = urls,
): Promise<LoadBalancer> {
  let ready: readonly string[] = urls;
  let turn = 0;
  const timer = setInterval(() => {
    void Promise.all(healthUrls.map(isReady)).then((answers) => {
      ready = urls.filter((_, index) => answers[index]);
    });
  }, LOOK_EVERY_MS);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    turn += 1;
    const { hostname, port } = new URL(ready[turn % ready.length] ?? urls[0] ?? '');
    const onward = connect({ host: hostname, port: Number(port) });
    for (const [end, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(end);
      end.on('error', () => other.destroy());
      end.on('close', () => sockets.delete(end));
      end.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    readyNodes: () => ready,
    close() {
      clearInterval(timer);
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
