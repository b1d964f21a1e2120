import type { ApiInput, SystemLimitsDetail, UpdateSystemLimits } from '@gatehouse/dto';
import type { AdminApi } from '../../../../tools/test-setup/index.mjs';
import { publish, type GatewayStage } from '../gateway/gateway-stage.js';

let published = 0;

/** Publishes an API with policies under a path of its own. @returns its base path and ID */
export async function publishLimited(
  stage: GatewayStage,
  policies: NonNullable<ApiInput['policies']>,
  changes: Partial<ApiInput> = {},
): Promise<{ readonly id: string; readonly path: string }> {
  published += 1;
  const path = `/limited-${published}`;
  const { audience } = stage.api;
  const input = { name: `Limited ${published}`, basePath: path, audience, policies, ...changes };
  const { id } = await publish(stage, stage.upstream.url, input);
  return { id, path };
}

export async function setSystemLimits(
  admin: AdminApi,
  limits: Omit<UpdateSystemLimits, 'version'>,
): Promise<SystemLimitsDetail> {
  const { version } = await admin.get<SystemLimitsDetail>('/api/limits');
  return admin.put('/api/limits', { ...limits, version });
}

/** Sends many calls at once. @returns how often each status came */
export async function callAtOnce(
  count: number,
  send: (index: number) => Promise<Response>,
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const response = await send(index);
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }),
  );
  return statuses;
}

/** One item of a structured field (RFC 9651 §3.1): a String with integer parameters. */
export interface RateLimitItem {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Reads a List of Strings with integer parameters, and nothing else. @throws when it is anything else */
export function readItems(value: string | null): RateLimitItem[] {
  return (value ?? '').split(', ').map((text) => {
    const match = /^"([a-z-]+)"((?:;[a-z]+=\d+)*)$/.exec(text);
    if (match === null) throw new Error(`not an item: ${text}`);
    const pairs = (match[2] ?? '').split(';').slice(1);
    const parameters = pairs.map((pair) => [pair.split('=')[0] ?? '', Number(pair.split('=')[1])] as const);
    return { name: match[1] ?? '', parameters: Object.fromEntries(parameters) };
  });
}
