import {
  type Api,
  compileRouteTable,
  findAskedAccess,
  findSubjectDenial,
  findUnheardBoundMs,
  mayAskAboutAccess,
  type RouteTable,
} from '@gatehouse/gateway-core';
import {
  type AccessEvaluation,
  type ClientAuthentication,
  createAccessEvaluation,
  OAuthError,
} from '@gatehouse/oauth-core';
import { findLivingRights, type Snapshot } from '@gatehouse/persistence';
import type { NodeDirectory } from '../../platform/directory.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { isUnheard } from '../../platform/vouching.js';

/** Compiled when somebody asks, and once per change of the APIs. */
function createRouteTables(gatewayUrl: string): (apis: Snapshot['apis']) => RouteTable {
  let last: { readonly apis: Snapshot['apis']; readonly table: RouteTable } | undefined;
  return (apis) => {
    if (last?.apis !== apis) last = { apis, table: compileRouteTable(apis, new URL(gatewayUrl).hostname) };
    return last.table;
  };
}

/** Decides by the snapshot, and by what people have allowed as it is in the database now. */
export function createDecisions(platform: Platform, authenticate: ClientAuthentication): AccessEvaluation {
  const { env, database, currentDirectory } = platform;
  const tableOf = createRouteTables(env.gatewayUrl);

  /** Nothing is permitted on this node's word that the gateway would refuse on it. */
  function checkHeard(api: Api): void {
    if (!isUnheard(platform, findUnheardBoundMs(api, env.unheardSeconds))) return;
    throw new OAuthError(
      'temporarily_unavailable',
      'Nobody can say right now whether this is still allowed. Try again in a moment.',
      'unheard',
    );
  }

  return createAccessEvaluation<NodeDirectory>({
    currentDirectory,
    authenticate,
    mayAsk: ({ snapshot }, asker) => mayAskAboutAccess(snapshot.apis, asker),
    async findDenial(directory, asker, evaluation) {
      const { apis } = directory.snapshot;
      const asked = findAskedAccess({ apis, table: tableOf(apis), directory }, asker, evaluation);
      if ('code' in asked) return asked;
      checkHeard(asked.api);
      const findAllowed = (userId: string, applicationId: string) =>
        findLivingRights(database.pool, userId, applicationId);
      return findSubjectDenial({ directory, findAllowed, now: Date.now() }, evaluation, asked);
    },
  });
}
