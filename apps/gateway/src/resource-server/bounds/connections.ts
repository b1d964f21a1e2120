import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { toAddressKey } from '@gatehouse/gateway-core';
import { normalizeAddress } from '../../platform/client-address.js';

export interface ConnectionBounds {
  /** 0: any number. */
  readonly maxConnections: number;
  /** 0: any number. */
  readonly maxConnectionsPerAddress: number;
  /** May have any number: many clients stand behind each. */
  readonly trustedProxies: readonly string[];
}

/** Closes connections beyond what the listener may have, at once and without an answer: one costs what a call costs. */
export function boundConnections(server: Server, bounds: ConnectionBounds): void {
  const { maxConnections, maxConnectionsPerAddress, trustedProxies } = bounds;
  if (maxConnections > 0) server.maxConnections = maxConnections;
  if (maxConnectionsPerAddress === 0) return;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = normalizeAddress(socket.remoteAddress ?? '');
    if (trustedProxies.includes(address)) return;
    const key = toAddressKey(address);
    const count = open.get(key) ?? 0;
    if (count >= maxConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(key, count + 1);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    });
  });
}
