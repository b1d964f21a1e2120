import { Inject, Injectable } from '@nestjs/common';
import { ApiKeysStore, ApplicationsStore, NotFoundError, RightsStore } from '@gatehouse/persistence';
import {
  findMemberRule,
  includesRight,
  listForbiddenFields,
  listForbiddenScopes,
  type MemberRule,
} from '@gatehouse/scopes';
import type { Request } from 'express';
import { toApplicationDetail } from '../clients/application.answers.js';
import { listOpenScopes } from '../platform/open-scopes.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';

type RightRule = Extract<MemberRule, { readonly kind: 'right' }>;
type Fields = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PREFIX = /^\/api(?=\/)/;

/**
 * Holds members to what is theirs: the one place that refuses them. The rules are in `MEMBER_RULES`; what is not there is
 * refused. Lists have no subject: their stores leave out the rest (`seenBy`).
 */
@Injectable()
export class MemberAccessService {
  private readonly rights: RightsStore;
  private readonly applications: ApplicationsStore;
  private readonly apiKeys: ApiKeysStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.rights = new RightsStore(platform.database.pool);
    this.applications = new ApplicationsStore(platform.database.dataSource);
    this.apiKeys = new ApiKeysStore(platform.database.dataSource);
  }

  /** @throws ProblemError 403, NotFoundError for what the member may not even see, InvalidFieldsError */
  async check(memberId: string, request: Request): Promise<void> {
    // What Express has matched, not what was typed: /api/applications/:id
    const { path } = request.route as { readonly path: string };
    const rule = findMemberRule(request.method, path.replace(PREFIX, ''));
    if (rule === undefined) throw new ProblemError('not-for-members');
    if (rule.kind !== 'right') return;
    await this.checkRight(memberId, rule, findSubjectId(rule, request));
    await this.checkChange(rule, request);
  }

  private async checkRight(memberId: string, rule: RightRule, id: string | undefined): Promise<void> {
    const { subject, right } = rule;
    if (id === undefined && rule.from === 'body')
      throw new InvalidFieldsError([fieldProblem(rule.parameter, `own-${subject}-missing`)]);
    const has = id !== undefined && UUID.test(id) ? await this.rights.find(memberId, subject, id) : undefined;
    if (includesRight(has, right)) return;
    if (has === undefined && rule.from === 'path') throw new NotFoundError(subject);
    throw new ProblemError(has === undefined ? 'not-yours' : 'only-to-see', { what: subject });
  }

  private async checkChange(rule: RightRule, request: Request): Promise<void> {
    const change = request.body as Fields | undefined;
    if (rule.right !== 'manage' || change === undefined) return;
    const before = await this.findBefore(request.method, request.params as Record<string, string>);
    const fields = listForbiddenFields(rule, change, before);
    if (fields.length > 0) {
      const message = 'Only an operator can change this.';
      const errors = fields.map((field) => ({ field, message, code: 'ofOperators' }));
      throw new ProblemError('fields-of-operators', {}, errors);
    }
    const scopes = listForbiddenScopes(change, before, listOpenScopes(this.platform.snapshots.current()));
    if (scopes.length === 0) return;
    throw new InvalidFieldsError(
      scopes.map(({ field, scopes: names }) =>
        fieldProblem(field, 'scopes-of-operators', { names: names.join(', ') }),
      ),
    );
  }

  /** What is changed: an application, a client or an API key. */
  private async findBefore(method: string, params: Readonly<Record<string, string>>): Promise<Fields> {
    const { id = '', clientId, keyId } = params;
    if (method !== 'PATCH' && method !== 'PUT') return {};
    if (keyId !== undefined) {
      return UUID.test(keyId) ? { scopes: (await this.apiKeys.get(id, keyId)).scopes } : {};
    }
    const application = toApplicationDetail(await this.applications.get(id));
    if (clientId === undefined) return { ...application };
    return { ...application.clients.find((client) => client.clientId === clientId) };
  }
}

function findSubjectId({ from, parameter }: RightRule, request: Request): string | undefined {
  const source = { path: request.params, query: request.query, body: request.body as unknown }[from];
  const value: unknown = (source as Record<string, unknown> | undefined)?.[parameter];
  return typeof value === 'string' ? value : undefined;
}
