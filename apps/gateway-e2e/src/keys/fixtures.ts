import type { KeyDetail, KeyRotation, RotateKey } from '@gatehouse/dto';
import { decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { isActive, requestToken } from '../fixtures/oauth.js';
import type { Stage, TestClient } from '../fixtures/stage.js';

export const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export async function listKeys(
  { admin }: Stage,
  algorithm: Algorithm = 'ES256',
): Promise<readonly KeyDetail[]> {
  const { items } = await admin.get<{ readonly items: readonly KeyDetail[] }>('/api/keys');
  return items.filter((key) => key.algorithm === algorithm);
}

/** The one key of an algorithm in that state. */
export async function getKid(
  stage: Stage,
  state: KeyDetail['state'],
  algorithm?: Algorithm,
): Promise<string> {
  const keys = (await listKeys(stage, algorithm)).filter((key) => key.state === state);
  if (keys[0] === undefined || keys.length > 1) throw new Error(`${keys.length} keys are ${state}`);
  return keys[0].kid;
}

export const rotate = (
  { admin }: Stage,
  order: RotateKey = {},
  algorithm: Algorithm = 'ES256',
): Promise<KeyRotation> => admin.post(`/api/keys/${algorithm}/rotate`, order);

/** The key set that a resource server would read, at one node. */
export async function fetchJwks({ gatehouse }: Stage): Promise<JSONWebKeySet> {
  const response = await fetch(`${gatehouse.authUrl}/oauth2/jwks`);
  return (await response.json()) as JSONWebKeySet;
}

/** An access token of the machine itself. */
export async function obtainToken(stage: Stage, machine: TestClient): Promise<string> {
  const { status, body } = await requestToken(stage, machine, { grant_type: 'client_credentials' });
  if (status !== 200) throw new Error(`no access token: ${status} ${JSON.stringify(body)}`);
  return String(body['access_token']);
}

export const kidOf = (token: string): string => decodeProtectedHeader(token).kid ?? '';

/** Whether a node accepts it: introspection asks the same judge as the gateway. */
export const isAccepted = (stage: Stage, token: string, machine: TestClient): Promise<boolean> =>
  isActive(stage, token, machine);
