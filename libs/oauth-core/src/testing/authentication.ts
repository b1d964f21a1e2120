import type { EndpointRequest } from '../kernel/endpoint-request.js';
import { createGuessThrottle } from '../kernel/guess-throttle.js';
import type { ReplayStore } from '../ports/replay.js';
import type { World } from '../ports/world.js';
import {
  type ClientAuthentication,
  type ClientAuthenticationOptions,
  createClientAuthentication,
} from '../rfc6749-framework/client-authentication.js';
import { ISSUER } from './builders.js';
import { createMemoryStores } from './memory-stores.js';

export interface TestAuthenticationOptions {
  readonly world: World;
  readonly replays?: ReplayStore;
  readonly remoteKeys?: ClientAuthenticationOptions['remoteKeys'];
}

/** Client authentication in memory. Sealed secrets are their own text; key sets that others publish are out of reach. */
export const createTestAuthentication = ({
  world,
  replays = createMemoryStores(() => world.now()).replays,
  remoteKeys = { getKeys: () => Promise.reject(new Error('this test has no remote keys')) },
}: TestAuthenticationOptions): ClientAuthentication =>
  createClientAuthentication({
    issuer: ISSUER,
    replays,
    remoteKeys,
    throttle: createGuessThrottle(() => world.now()),
    world,
    openSecret: (_, sealed) => sealed.toString(),
  });

/** A request to an endpoint for clients, from an address of its own. */
export const anEndpointRequest = (
  authorization: string | undefined,
  body: string,
  changes: Partial<EndpointRequest> = {},
): EndpointRequest => ({
  authorization,
  body,
  accept: undefined,
  address: '192.0.2.1',
  certificate: undefined,
  proofs: [],
  ...changes,
});
