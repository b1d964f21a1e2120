import { isDeepStrictEqual } from 'node:util';
import type { ClientDetail, ClientEdit } from '@gatehouse/dto';
import { type ClientSettings, DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { ClientChange } from '@gatehouse/persistence';

const SETTING_NAMES = Object.keys(DEFAULT_CLIENT_SETTINGS) as (keyof ClientSettings)[];
const isSetting = (name: string): boolean => (SETTING_NAMES as readonly string[]).includes(name);

/** The row's change that an operator's change means. Of the settings only what differs from the defaults is stored. */
export function toClientChange(client: ClientDetail, change: ClientEdit): ClientChange {
  const { tokenEndpointAuthMethod: authenticationMethod, ...rest } = change;
  const given = Object.entries(rest as Record<string, unknown>).filter(([, value]) => value !== undefined);
  const columns = Object.fromEntries(given.filter(([name]) => !isSetting(name))) as ClientChange;
  const wanted: Record<string, unknown> = { ...client, ...Object.fromEntries(given) };
  const settings = SETTING_NAMES.flatMap((name): [string, unknown][] => {
    // Null goes back to the default.
    const value = wanted[name] ?? DEFAULT_CLIENT_SETTINGS[name];
    return isDeepStrictEqual(value, DEFAULT_CLIENT_SETTINGS[name]) ? [] : [[name, value]];
  });
  const allowed = change.allowedScopes ?? client.allowedScopes;
  return {
    ...columns,
    settings: Object.fromEntries(settings),
    ...(authenticationMethod && { authenticationMethod }),
    // Defaults never outlive what is allowed.
    defaultScopes: (change.defaultScopes ?? client.defaultScopes).filter((name) => allowed.includes(name)),
  };
}
