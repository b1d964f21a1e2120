import type { AskedEntity, Client, Denial, Directory, Evaluation } from '@gatehouse/oauth-core';
import type { WantedAccess } from '../access.js';
import type { Api } from '../api.js';
import { findPathProblem } from '../request-target.js';
import type { RouteTable } from '../route-table.js';

/** What an evaluation asks about: an API, and what it wants of whoever comes. */
export interface AskedAccess {
  readonly api: Api;
  readonly wanted: WantedAccess;
}

export interface PublishedApis {
  readonly apis: readonly Api[];
  readonly table: Pick<RouteTable, 'match'>;
  readonly directory: Pick<Directory, 'findAudience'>;
}

const METHOD = /^[A-Z]{1,20}$/;

/** One answer for what is not published and for what others publish: it must not tell which APIs there are. */
const UNKNOWN: Denial = {
  code: 'resource_unknown',
  detail: 'No enabled API that names your application as its resource server has this audience or route.',
};

/** Who may ask, as who may introspect (RFC 7662 §4), but never everyone: nobody has shown an access token here. */
const isAskedBy = ({ isEnabled, callers }: Api, { applicationId }: Client): boolean =>
  isEnabled && callers.resourceServers.has(applicationId);

/** Whether a client may ask about anything. */
export const mayAskAboutAccess = (apis: readonly Api[], asker: Client): boolean =>
  apis.some(({ callers }) => callers.resourceServers.has(asker.applicationId));

function findScope({ apis, directory }: PublishedApis, asker: Client, evaluation: Evaluation) {
  const { resource, action } = evaluation;
  const api = apis.find((each) => each.audience === resource.id && isAskedBy(each, asker));
  if (api === undefined) return UNKNOWN;
  const meantFor = directory.findAudience([action]);
  // A scope that no route wants means something everywhere.
  if (meantFor.length > 0 && !meantFor.includes(api.audience)) {
    const denial: Denial = { code: 'action_unknown', detail: 'No route of this API wants this scope.' };
    return denial;
  }
  const wanted: WantedAccess = {
    access: 'scopes',
    scopes: [action],
    scopeMatch: 'all',
    acr: null,
    maxAgeSeconds: null,
  };
  return { api, wanted };
}

const findHost = ({ properties: { host } }: AskedEntity): string | undefined =>
  typeof host === 'string' ? host : undefined;

function findRoute(
  { table }: PublishedApis,
  asker: Client,
  { resource, action }: Evaluation,
): AskedAccess | Denial {
  if (!METHOD.test(action)) {
    const detail = 'The action of a route is an HTTP method in upper case.';
    return { code: 'action_unknown', detail };
  }
  const problem = findPathProblem(resource.id);
  if (problem !== undefined) return { code: 'resource_unknown', detail: problem };
  const match = table.match(action, resource.id, findHost(resource));
  if (match.found === 'nothing' || !isAskedBy(match.api, asker)) return UNKNOWN;
  if (match.found === 'route') return { api: match.api, wanted: match.route };
  return match.found === 'api-alone'
    ? { code: 'resource_unknown', detail: 'No route of this API has this path.' }
    : { code: 'action_unknown', detail: 'The route does not take this method.' };
}

/** The API and the access that an evaluation asks about; or why nobody gets it. */
export function findAskedAccess(
  published: PublishedApis,
  asker: Client,
  evaluation: Evaluation,
): AskedAccess | Denial {
  if (evaluation.resource.type === 'api') return findScope(published, asker, evaluation);
  if (evaluation.resource.type === 'route') return findRoute(published, asker, evaluation);
  return { code: 'resource_unknown', detail: 'The type of a resource is api or route.' };
}
