import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ApiDetail, RouteDetail } from '@gatehouse/dto';
import { type GatewayStage, openGatewayStage } from '../gateway-stage.js';
import { PARTS } from './documents.js';
import { MAX_BYTES } from './wrong-requests.js';

/** A gateway with the API of `PARTS` twice: below /parts it refuses, below /reported it only reports. */
export interface ContractStage extends GatewayStage {
  readonly enforced: ApiDetail;
  readonly reported: ApiDetail;
}

export const importParts = (
  stage: GatewayStage,
  basePath: string,
  mode: 'report' | 'enforce',
): Promise<ApiDetail> =>
  stage.admin.post<ApiDetail>('/api/apis/openapi', {
    document: JSON.stringify(PARTS(stage.upstream.url)),
    name: `Parts ${mode}`,
    basePath,
    requestValidation: { mode, maxBodyBytes: MAX_BYTES },
  });

export async function openContractStage(): Promise<ContractStage> {
  const stage = await openGatewayStage({ env: { GATEHOUSE_CALL_LOG_HOURS: '1' } });
  const enforced = await importParts(stage, '/parts', 'enforce');
  return { ...stage, enforced, reported: await importParts(stage, '/reported', 'report') };
}

type SavedRoute = Omit<RouteDetail, 'id'>;
type SavedApi = Omit<
  ApiDetail,
  'id' | 'createdAt' | 'updatedAt' | 'assertion' | 'fileKey' | 'management' | 'routes'
> & { readonly routes: readonly SavedRoute[] };

/** An API as it is, ready to be changed and saved. */
export async function toInput({ admin }: Pick<GatewayStage, 'admin'>, apiId: string): Promise<SavedApi> {
  const api = await admin.get<ApiDetail>(`/api/apis/${apiId}`);
  const { id: _, createdAt: _c, updatedAt: _u, assertion: _a, fileKey: _k, management: _m, ...input } = api;
  return { ...input, routes: input.routes.map(({ id: _id, ...route }) => route) };
}

/** Of the answer to a request that was sent. */
export async function statusOf(request: ClientRequest): Promise<number | undefined> {
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
