import type { IncomingMessage } from 'node:http';
import {
  type ClientAuthentication,
  createClientAuthentication,
  createConfirmationFinder,
  createDeviceAuthorization,
  createGuessThrottle,
  createIntrospection,
  createPushedAuthorization,
  createRevocation,
  createTokenEndpoint,
  ENDPOINTS,
  type Grant,
  parseNamedParameters,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import { SEALED_AS } from '@gatehouse/persistence';
import { findClientAddress } from '../../platform/client-address.js';
import { createCertificateReader } from '../../platform/client-certificate.js';
import type { Platform } from '../../platform/platform.tokens.js';
import type { ClientDocuments } from '../registration/client-documents.js';
import { createBackchannelEndpoint } from '../backchannel/backchannel-endpoint.js';
import { createErrorRecord } from '../seen/error-record.js';
import { withTokenCounts } from '../seen/token-counts.js';
import { type Endpoint, listAddresses } from './endpoint.js';
import { createFormEndpoint, type FormEndpoint } from './http.js';
import { createDetailsFinder, createIntrospectionRights } from './introspection-rights.js';
import { listRequestObjectOptions } from './requested-parameters.js';

const MAX_PUSHED_BYTES = 65_536;
const world = REAL_WORLD;

/** One for all endpoints: who guesses at one of them has guessed at the others. */
export const createAuthentication = ({ env, stores, remoteKeys, sealing }: Platform): ClientAuthentication =>
  createClientAuthentication({
    issuer: env.issuer,
    replays: stores.replays,
    remoteKeys,
    throttle: createGuessThrottle(world.now),
    world,
    openSecret: (id, sealed) => sealing.open(sealed, SEALED_AS.clientSecret(id)).toString(),
  });

/** What each of these endpoints answers. */
function createAnswers(platform: Platform, grants: readonly Grant[], authenticate: ClientAuthentication) {
  const { env, stores, currentDirectory, accessTokens: verifier, tokenPlane, dpop } = platform;
  const findConfirmation = createConfirmationFinder(dpop, listAddresses(env, ENDPOINTS.token));
  return {
    answerToken: withTokenCounts(platform, grants, (counted) =>
      createTokenEndpoint(counted, currentDirectory, authenticate, findConfirmation),
    ),
    answerRevocation: createRevocation({ currentDirectory, authenticate, verifier, stores }),
    answerDevice: createDeviceAuthorization({
      ...env,
      currentDirectory,
      authenticate,
      deviceCodes: stores.deviceCodes,
      world,
    }),
    answerBackchannel: createBackchannelEndpoint(platform, authenticate),
    answerPushed: createPushedAuthorization({
      ...env,
      currentDirectory,
      authenticate,
      requestObjects: listRequestObjectOptions(platform),
      pushedRequests: stores.pushedRequests,
      world,
      dpop,
      addresses: listAddresses(env, ENDPOINTS.pushedAuthorization),
    }),
    answerIntrospection: createIntrospection({
      mayIntrospect: createIntrospectionRights(platform.snapshots),
      findDetailsFor: createDetailsFinder(platform.snapshots),
      ...tokenPlane,
      currentDirectory,
      authenticate,
      verifier,
      refreshTokens: stores.refreshTokens,
    }),
  };
}

/** What they have in common. */
function createForms(
  platform: Platform,
): (
  path: string,
  name: string,
  answer: FormEndpoint['answer'],
  bounds?: Pick<FormEndpoint, 'status' | 'maxBytes'>,
) => Endpoint {
  const { env, logger, dpop } = platform;
  const findCertificate = createCertificateReader(env);
  const findSender = (request: IncomingMessage) => ({
    address: findClientAddress(request, env.trustedProxies),
    certificate: findCertificate(request),
  });
  const record = createErrorRecord(platform);
  const getNonce = (): string => dpop.nonces.current();
  return (path, name, answer, bounds = {}) => [
    path,
    createFormEndpoint({ name, path, logger, record, findSender, getNonce, answer, ...bounds }),
  ];
}

/** Endpoints that take a form from a client that says who it is. */
export function createFormEndpoints(
  platform: Platform,
  grants: readonly Grant[],
  clientDocuments: Pick<ClientDocuments, 'prepare'>,
  authenticate: ClientAuthentication,
): readonly Endpoint[] {
  const form = createForms(platform);
  const answers = createAnswers(platform, grants, authenticate);
  const { answerToken, answerRevocation, answerDevice, answerBackchannel } = answers;
  const { answerPushed, answerIntrospection } = answers;
  return [
    form(ENDPOINTS.token, 'token', async (request) => JSON.stringify(await answerToken(request))),
    form(ENDPOINTS.introspection, 'introspection', answerIntrospection),
    form(ENDPOINTS.deviceAuthorization, 'device authorization', async (request) =>
      JSON.stringify(await answerDevice(request)),
    ),
    form(ENDPOINTS.backchannelAuthentication, 'backchannel authentication', async (request) =>
      JSON.stringify(await answerBackchannel(request)),
    ),
    form(
      ENDPOINTS.pushedAuthorization,
      'pushed authorization request',
      async (request) => {
        await clientDocuments.prepare(parseNamedParameters(request.body, ['client_id']).get('client_id'));
        return JSON.stringify(await answerPushed(request));
      },
      // RFC 9126 §2.2; a request that no address could carry is what many push.
      { status: 201, maxBytes: MAX_PUSHED_BYTES },
    ),
    // RFC 7009 §2.2: 200, and the body is ignored.
    form(ENDPOINTS.revocation, 'revocation', async (request) => (await answerRevocation(request), '{}')),
  ];
}
