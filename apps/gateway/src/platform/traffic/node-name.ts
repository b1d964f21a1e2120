import { hostname } from 'node:os';

/** Names this process among the nodes on one database. */
export const nameNode = (): string => `${hostname()}/${process.pid}`;
