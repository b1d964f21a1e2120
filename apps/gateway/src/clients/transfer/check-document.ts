import type { ClientDetail, ClientEdit, DocumentApplication, DocumentClient } from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS, type SigningKey } from '@gatehouse/oauth-core';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../../platform/validation.js';
import {
  checkClaimTemplates,
  checkGrantTypes,
  checkLogoutUris,
  checkNotificationEndpoint,
  checkPkce,
  checkRedirectUriCount,
  checkRedirectUris,
  checkSigningAlgorithms,
  findAuthenticationProblem,
  isRedirected,
} from '../../platform/registry/client-rules.js';
import { checkProfile, profileOf, withChange } from '../../platform/registry/profile-rules.js';
import { readLogo } from '../../brand/logo.js';
import { checkCredentials } from '../../platform/registry/credential-rules.js';

/** More of them nobody reads, and the answer would be longer than the file. */
export const MAX_PROBLEMS = 100;

/** What a check throws, as problems at a place of the file. */
function collect(place: string, checks: readonly (() => unknown)[]): FieldProblem[] {
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof InvalidFieldsError)) throw error;
      return error.fields.map((problem) => ({ ...problem, field: `${place}.${problem.field}` }));
    }
  });
}

/** One that the file says nothing else about. */
const BARE_CLIENT = {
  ...DEFAULT_CLIENT_SETTINGS,
  redirectUris: [],
  grantTypes: [],
  accessTokenLifetimeSeconds: 3600,
};

/** What nobody could register by hand either. */
function listClientProblems(
  client: DocumentClient,
  place: string,
  keys: readonly SigningKey[],
): FieldProblem[] {
  const { type, redirectUris = [], grantTypes = [] } = client;
  const method = client.tokenEndpointAuthMethod ?? (type === 'public' ? 'none' : 'client_secret_basic');
  const given: ClientEdit = client;
  const edit = { ...given, tokenEndpointAuthMethod: method };
  const base = { ...BARE_CLIENT, type, tokenEndpointAuthMethod: method } as unknown as ClientDetail;
  const refusal = findAuthenticationProblem(edit, type);
  const problems = collect(place, [
    () => checkRedirectUris(redirectUris, type),
    () => checkRedirectUriCount(redirectUris, isRedirected(grantTypes) ? 'web' : 'machine'),
    () => checkGrantTypes(edit, type),
    () => checkPkce(edit, type),
    () => checkNotificationEndpoint(edit),
    () => checkClaimTemplates(edit),
    () => checkLogoutUris(edit),
    () => checkSigningAlgorithms(edit, keys),
    () => checkCredentials(base, edit),
    () => checkProfile(withChange(base, { ...edit, profile: profileOf(client) }, BARE_CLIENT)),
  ]);
  return refusal === undefined ? problems : [fieldProblem(place, refusal), ...problems];
}

/** @throws InvalidFieldsError with every place that the rules of registering forbid */
export function checkDocument(
  applications: readonly DocumentApplication[],
  keys: readonly SigningKey[],
): void {
  const owners = new Map<string, string>();
  const problems = applications.flatMap(({ id, kind, isFirstParty, logo, clients }, index) => [
    ...(kind === 'agent' && isFirstParty
      ? [fieldProblem(`document.applications.${index}.isFirstParty`, 'agent-without-consent')]
      : []),
    ...collect(`document.applications.${index}`, [() => logo != null && readLogo(logo)]),
    ...clients.flatMap((client, position) => {
      const place = `document.applications.${index}.clients.${position}`;
      const other = owners.get(client.clientId);
      owners.set(client.clientId, id);
      return [
        ...(other === undefined || other === id
          ? []
          : [fieldProblem(`${place}.clientId`, 'file-client-elsewhere')]),
        ...listClientProblems(client, place, keys),
      ];
    }),
  ]);
  if (problems.length > 0) throw new InvalidFieldsError(problems.slice(0, MAX_PROBLEMS));
}
