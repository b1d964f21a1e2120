import type { ApiDetail, ApiInput, ApiKeyDetail, ApiKeyInput, CreatedApiKey } from '@gatehouse/dto';
import type { Stage } from '../fixtures/stage.js';
import { type GatewayStage, publish } from './gateway-stage.js';

/** Makes an API key with the scope photos; what is not given is as simple as can be. */
export const makeKey = (
  { admin }: Pick<Stage, 'admin'>,
  applicationId: string,
  changes: Partial<ApiKeyInput> = {},
): Promise<CreatedApiKey> =>
  admin.post(`/api/applications/${applicationId}/api-keys`, {
    name: 'Night job',
    scopes: ['photos'],
    ...changes,
  });

export const changeKey = (
  { admin }: Pick<Stage, 'admin'>,
  { id, applicationId, version }: ApiKeyDetail,
  change: Partial<ApiKeyInput>,
): Promise<ApiKeyDetail> =>
  admin.patch(`/api/applications/${applicationId}/api-keys/${id}`, { ...change, version });

let published = 0;
/** Publishes one more API in front of the stage's upstream, with the routes of the stage's own. */
export async function publishWith(
  stage: Pick<GatewayStage, 'admin' | 'upstream'>,
  changes: Partial<ApiInput>,
): Promise<ApiDetail> {
  published += 1;
  return publish(stage, stage.upstream.url, {
    name: `Photos ${published}`,
    basePath: `/photos-${published}`,
    ...changes,
  });
}

/** Calls the gateway with headers. */
export const get = (
  { gatehouse }: Pick<Stage, 'gatehouse'>,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Response> => fetch(gatehouse.gatewayUrl + path, { method, headers, redirect: 'manual' });

export interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly error?: string;
}
