import type { Setting, TrialValues } from './setting';

type Json = Readonly<Record<string, unknown>>;

export const TOKEN_ENDPOINT = '/oauth2/token';

export const textOf = (json: Json, name: string): string => {
  const value = json[name];
  return typeof value === 'string' ? value : '';
};

/** RFC 6749 §5.1: a refresh token that is not answered is the one that there was. */
export function readTokens(json: Json): Partial<TrialValues> {
  const accessToken = textOf(json, 'access_token');
  const refreshToken = textOf(json, 'refresh_token');
  const idToken = textOf(json, 'id_token');
  return {
    accessToken,
    ownToken: accessToken,
    ...(refreshToken !== '' && { refreshToken }),
    ...(idToken !== '' && { idToken }),
  };
}

export const readNothing = (): Partial<TrialValues> => ({});

export const scopeOf = ({ values }: Setting): string => values.scopes.join(' ');
