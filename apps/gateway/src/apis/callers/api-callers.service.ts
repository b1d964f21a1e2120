import { Inject, Injectable } from '@nestjs/common';
import type { ApiCaller, ApiCallerQuery, ApiCallersOverview, Page } from '@gatehouse/dto';
import {
  type AlikeRoutes,
  type Api,
  findAccepted,
  groupRoutes,
  isListed,
  judgeOutsideClient,
  listApiScopes,
  listReachableScopes,
  type WayContext,
} from '@gatehouse/gateway-core';
import { type CallersQuestion, CallersStore, NotFoundError, type Snapshot } from '@gatehouse/persistence';
import { ADMIN_SCOPES } from '@gatehouse/scopes';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { judgeApplication } from './judge-application.js';

const DAY_MS = 86_400_000;
const CALLED_LATELY_MS = 30 * DAY_MS;

/** Who can call an API: which applications, the database finds; how far each one gets, the gateway's own checks say. */
@Injectable()
export class ApiCallersService {
  private readonly store: CallersStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new CallersStore(platform.database.controlPool);
  }

  /** @throws NotFoundError when there is no such API, or route of it */
  async list(apiId: string, query: ApiCallerQuery): Promise<Page<ApiCaller>> {
    const { context, snapshot } = this.getContext(apiId, query.route);
    const { search, state, sort, direction, page, pageSize } = query;
    const { items, total } = await this.store.list(toQuestion(context, snapshot), {
      search,
      state,
      sort,
      direction,
      page,
      pageSize,
      calledSince: new Date(context.now - CALLED_LATELY_MS),
    });
    return {
      items: items.map((row) => judgeApplication(row, context, snapshot)),
      total,
      page,
      pageSize,
    };
  }

  /** @throws NotFoundError */
  describe(apiId: string): ApiCallersOverview {
    const { context, snapshot } = this.getContext(apiId, undefined);
    const { api, routes } = context;
    const issuers = api.callers.outsideIssuers.flatMap((id) => snapshot.outsideIssuers.get(id) ?? []);
    const open = api.isEnabled && isListed(api.callers, null) ? issuers : [];
    return {
      enabled: api.isEnabled,
      publicRoutes: api.routes.filter(({ access }) => access === 'public').length,
      routes: count(routes),
      unregistered: open
        .filter(({ settings }) => settings.acceptsUnmapped)
        .map((issuer) => ({
          issuerId: issuer.id,
          name: issuer.name,
          openRoutes: count(judgeOutsideClient(issuer, null, context).open),
        }))
        .filter(({ openRoutes }) => openRoutes > 0),
    };
  }

  private getContext(apiId: string, routeId: string | undefined) {
    const snapshot = this.platform.snapshots.current();
    const api = snapshot.apis.find(({ id }) => id === apiId);
    if (api === undefined) throw new NotFoundError('API');
    const asked = routeId === undefined ? api.routes : api.routes.filter(({ id }) => id === routeId);
    if (routeId !== undefined && asked.length === 0) throw new NotFoundError('route');
    const context: WayContext = {
      api,
      routes: groupRoutes(asked),
      directory: this.platform.currentDirectory(),
      now: Date.now(),
    };
    return { context, snapshot };
  }
}

const count = (routes: readonly AlikeRoutes[]): number => routes.reduce((sum, one) => sum + one.count, 0);

/** Whether it does not depend on who asks: of an API that is off, and of routes that are all public. */
const findEverybody = (api: Api, routes: readonly AlikeRoutes[]): boolean | undefined => {
  if (!api.isEnabled) return false;
  return routes.length === 0 && api.routes.length > 0 ? true : undefined;
};

function toQuestion({ api, routes, directory }: WayContext, snapshot: Snapshot): CallersQuestion {
  const accepted = findAccepted(api);
  const used = new Set(snapshot.apis.flatMap(listApiScopes));
  const known = [...used, ...Object.values(ADMIN_SCOPES)];
  return {
    apiId: api.id,
    everybody: findEverybody(api, routes),
    needs: routes.map(({ need }) => need),
    isListed: api.callers.applications !== null,
    accepts: {
      accessTokens: accepted.accessTokens,
      apiKeys: accepted.keyHeader !== undefined,
      clientCertificates: accepted.clientCertificates,
      outsideIssuers: accepted.outsideIssuers.flatMap((id) => {
        const issuer = snapshot.outsideIssuers.get(id);
        if (issuer?.isEnabled !== true) return [];
        return [{ id, scopes: listReachableScopes(issuer) }];
      }),
    },
    audience: {
      uri: api.audience,
      scopes: known.filter((name) => directory.findAudience([name]).includes(api.audience)),
      known,
    },
  };
}
