import { compileDetailsSchema } from '@gatehouse/gateway-core';
import type { DetailsType } from '@gatehouse/oauth-core';
import type { Snapshot, StoredDetailsType } from '@gatehouse/persistence';

type Check = DetailsType['check'];

/** Compiled once per schema, however often the snapshot is read: by the text, of those that there are. */
let checks: ReadonlyMap<string, Check> = new Map();

function compileAll(types: Snapshot['detailsTypes']): ReadonlyMap<string, Check> {
  const compiled = new Map<string, Check>();
  for (const { schema } of types.values())
    if (!compiled.has(schema)) compiled.set(schema, checks.get(schema) ?? compileDetailsSchema(schema));
  checks = compiled;
  return compiled;
}

/** RFC 9396 §2: the types as the token plane sees them. */
export function openDetailsTypes(
  types: Snapshot['detailsTypes'],
  apis: Snapshot['apis'],
): ReadonlyMap<string, DetailsType> {
  const compiled = compileAll(types);
  return new Map(
    [...types.values()].map(({ name, schema, apiIds, isRemembered }) => [
      name,
      {
        audiences: findAudiences(apiIds, apis),
        isRemembered,
        check: compiled.get(schema) ?? compileDetailsSchema(schema),
      },
    ]),
  );
}

const findAudiences = (apiIds: StoredDetailsType['apiIds'], apis: Snapshot['apis']): readonly string[] => [
  ...new Set(apis.filter(({ id }) => apiIds.includes(id)).map(({ audience }) => audience)),
];

/** RFC 9396 §10, RFC 9728 §2: those that an API knows, or any. */
export const listWorkingTypes = (
  { detailsTypes, apis }: Pick<Snapshot, 'detailsTypes' | 'apis'>,
  apiId?: string,
): readonly string[] =>
  [...detailsTypes.values()]
    .filter(({ apiIds }) => apiIds.some((id) => (apiId ?? id) === id && apis.some((api) => api.id === id)))
    .map(({ name }) => name);
