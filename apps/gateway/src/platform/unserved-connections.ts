import type { Worker } from 'node:cluster';

/** With what Node's cluster module hands a connection to a worker, and how the worker says that it has it. */
interface ClusterMessage {
  readonly cmd?: string;
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

/** No worker of another version of Node would say it otherwise; one that did would only lose what is won here. */
const CLUSTER = 'NODE_CLUSTER';

/**
 * Gives the connections that were on their way to a worker when it died to the others. Node keeps them open and forgets them:
 * their clients would wait for an answer until their own patience ends. Nobody has read from them yet.
 */
export function saveUnservedConnections(worker: Worker): void {
  const underWay = new Set<number>();
  const child = worker.process;
  const send = child.send.bind(child) as (...parts: unknown[]) => boolean;
  child.send = (message: ClusterMessage, ...rest: unknown[]): boolean => {
    if (message.cmd === CLUSTER && message.act === 'newconn' && message.seq !== undefined)
      underWay.add(message.seq);
    return send(message, ...rest);
  };
  child.on('internalMessage', ({ ack }: ClusterMessage) => {
    if (ack !== undefined) underWay.delete(ack);
  });
  const giveBack = (): void => {
    // Node would give them to this worker again.
    if (worker.isConnected()) return;
    for (const ack of underWay) child.emit('internalMessage', { cmd: CLUSTER, ack, accepted: false });
    underWay.clear();
  };
  // With a connection under way, not each of them comes.
  worker.on('exit', giveBack);
  worker.on('disconnect', giveBack);
}
