import {
  type ClientDetail,
  type ClientEdit,
  type ClientProfile,
  LEGACY_GRANT_TYPES,
  listDemands,
  MCP_ACCESS_TOKEN_SECONDS,
  type ProfiledClient,
} from '@gatehouse/dto';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../validation.js';

/** What of a client contradicts its profile, each at its field. */
export const listProfileProblems = (profile: ClientProfile, client: ProfiledClient): FieldProblem[] =>
  listDemands(profile, client).flatMap(({ demand, wrong, isAdvice }) =>
    isAdvice
      ? []
      : wrong.map((field) =>
          // A client stays what it is, confidential or public: what can be changed is its profile.
          fieldProblem(field === 'type' ? 'profile' : field, `profile-${demand}`, {
            profile,
            seconds: String(MCP_ACCESS_TOKEN_SECONDS),
          }),
        ),
  );

/** @throws InvalidFieldsError naming each setting that its profile does not allow, and why */
export function checkProfile(client: ClientDetail): void {
  const problems = listProfileProblems(client.profile, client);
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** A client as a change would make it; null goes back to the default. */
export function withChange(client: ClientDetail, change: ClientEdit, defaults: object): ClientDetail {
  const given = Object.entries(change as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value ?? (defaults as Record<string, unknown>)[name] ?? null]);
  return { ...client, ...(Object.fromEntries(given) as Partial<ClientDetail>) };
}

/** What a client counts as that says nothing of a profile, as in a file from before there were any. */
export function profileOf(
  client: Pick<ClientEdit, 'profile' | 'grantTypes' | 'responseTypes'>,
): ClientProfile {
  const { profile, grantTypes = [], responseTypes = [] } = client;
  if (profile != null) return profile;
  const isLegacy =
    grantTypes.some((type) => (LEGACY_GRANT_TYPES as readonly string[]).includes(type)) ||
    responseTypes.some((type) => type.split(' ').includes('token'));
  return isLegacy ? 'legacy' : 'oauth21';
}
