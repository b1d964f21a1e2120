import {
  type AccessToken,
  type AccessTokenDetails,
  type Client,
  type Denial,
  type Directory,
  type Evaluation,
  findReachableToken,
} from '@gatehouse/oauth-core';
import { isAdminScope, isScopeSatisfied } from '@gatehouse/scopes';
import { findAccessProblem } from '../access.js';
import { findAccepted } from '../accepted.js';
import { isListed } from '../callers.js';
import { toCaller } from '../caller.js';
import type { AskedAccess } from './asked-access.js';

/** What a user has allowed an application; undefined: there is no such user. */
export type FindAllowed = (
  userId: string,
  applicationId: string,
) => Promise<{ readonly scopes: readonly string[] | null } | undefined>;

export interface SubjectWorld {
  readonly directory: Pick<Directory, 'findAudience' | 'findClient'>;
  readonly findAllowed: FindAllowed;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A client, and what it may use for the subject. */
interface Rights {
  readonly client: Client;
  readonly userId: string | null;
  readonly scopes: ReadonlySet<string>;
  readonly details: AccessTokenDetails;
}

const CLIENT_UNKNOWN: Denial = {
  code: 'client_unknown',
  detail: 'There is no enabled client with this ID. That of a user is said in context.client_id.',
};

/** The sign-in that whoever asks has seen: without one, routes that want it stay shut (RFC 9470 §3). */
function readSignIn({ acr, auth_time: authTime }: Readonly<Record<string, unknown>>): AccessTokenDetails {
  return {
    ...(typeof acr === 'string' && { acr }),
    ...(typeof authTime === 'number' && Number.isFinite(authTime) && { authenticatedAt: authTime }),
  };
}

const findClientId = ({ subject, context }: Evaluation): unknown =>
  subject.type === 'client' ? subject.id : (context['client_id'] ?? subject.properties['client_id']);

async function findRights(world: SubjectWorld, evaluation: Evaluation): Promise<Rights | Denial> {
  const { subject } = evaluation;
  if (subject.type !== 'user' && subject.type !== 'client')
    return { code: 'subject_unknown', detail: 'The type of a subject is user or client.' };
  const clientId = findClientId(evaluation);
  const client = typeof clientId === 'string' ? world.directory.findClient(clientId) : undefined;
  if (client === undefined || !client.isEnabled) return CLIENT_UNKNOWN;
  const allowed = new Set([...client.allowedScopes].filter((name) => !isAdminScope(name)));
  if (subject.type === 'client') return { client, userId: null, scopes: allowed, details: {} };
  const rights = await world.findAllowed(subject.id, client.applicationId);
  if (rights === undefined)
    return { code: 'subject_unknown', detail: 'There is no enabled user with this ID.' };
  if (rights.scopes === null)
    return {
      code: 'no_authorization',
      detail: 'The user has allowed this application nothing, or revoked it.',
    };
  const scopes = new Set(rights.scopes.filter((name) => allowed.has(name)));
  return { client, userId: subject.id, scopes, details: readSignIn(subject.properties) };
}

/** The access token that the client could get now, of grants that end with this kind of subject. */
function findToken(world: SubjectWorld, rights: Rights, audience: string): AccessToken | undefined {
  const { client, userId, scopes, details } = rights;
  const grants = [...client.grantTypes].filter(
    (type) => (type === 'client_credentials') === (userId === null),
  );
  const narrowed = { ...client, grantTypes: new Set(grants), allowedScopes: scopes };
  const token = findReachableToken(narrowed, world.directory, audience, world.now);
  return token && { ...token, userId, details };
}

/** Holds the strongest access token that there could be now against what is wanted, as the gateway does with each call. */
function judge(world: SubjectWorld, rights: Rights, { api, wanted }: AskedAccess): Denial | undefined {
  const { client } = rights;
  if (!isListed(api.callers, client.applicationId))
    return { code: 'application_not_listed', detail: 'The application is not on the list of this API.' };
  if (!findAccepted(api).accessTokens)
    return { code: 'credential_not_accepted', detail: 'This API accepts no access tokens.' };
  const token = findToken(world, rights, api.audience);
  if (token === undefined)
    return { code: 'grant_not_allowed', detail: 'No grant of the client leads to such an access token.' };
  const isAllowed =
    wanted.access !== 'scopes' || isScopeSatisfied(client.allowedScopes, wanted.scopes, wanted.scopeMatch);
  if (!isAllowed)
    return { code: 'scope_not_allowed', detail: `The client may not have: ${wanted.scopes.join(' ')}.` };
  const problem = findAccessProblem(toCaller(token, client.applicationId), api, wanted);
  if (problem === undefined) return undefined;
  if (problem === 'weak-sign-in' || problem === 'old-sign-in')
    return {
      code: 'sign_in_insufficient',
      detail: 'A stronger or later sign-in is wanted: say it in subject.properties, as acr and auth_time.',
    };
  return { code: 'scope_not_granted', detail: `Not granted for this API: ${wanted.scopes.join(' ')}.` };
}

/** Why a subject may not do what is asked; undefined: it may. */
export async function findSubjectDenial(
  world: SubjectWorld,
  evaluation: Evaluation,
  asked: AskedAccess,
): Promise<Denial | undefined> {
  if (asked.wanted.access === 'public') return undefined;
  const rights = await findRights(world, evaluation);
  return 'code' in rights ? rights : judge(world, rights, asked);
}
