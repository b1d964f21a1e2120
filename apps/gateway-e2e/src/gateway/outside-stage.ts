import type {
  ApiDetail,
  ApiInput,
  CallExplanation,
  OutsideIssuerDetail,
  OutsideIssuerInput,
} from '@gatehouse/dto';
import type { Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, type GatewayStage, publish } from './gateway-stage.js';

type Input = { readonly [K in keyof OutsideIssuerInput]?: OutsideIssuerInput[K] };

/** Registers an outside issuer whose scope photos counts; what is not given is by default. */
export const registerIssuer = ({ admin }: Pick<Stage, 'admin'>, input: Input): Promise<OutsideIssuerDetail> =>
  admin.post<OutsideIssuerDetail>('/api/outside-issuers', {
    name: input.issuer,
    judgement: 'jwt',
    allowedScopes: ['photos'],
    ...input,
  });

/** Replaces what is named. */
export async function changeIssuer(
  { admin }: Pick<Stage, 'admin'>,
  { id }: OutsideIssuerDetail,
  change: Input,
): Promise<OutsideIssuerDetail> {
  const path = `/api/outside-issuers/${id}`;
  const { version, ...now } = await admin.get<OutsideIssuerDetail>(path);
  const { hasClientSecret: _, usedBy: _1, createdAt: _2, updatedAt: _3, id: _4, ...input } = now;
  const clients = input.clients.map(({ clientId, applicationId }) => ({ clientId, applicationId }));
  return admin.put<OutsideIssuerDetail>(path, { ...input, clients, ...change, version });
}

/** Publishes an API that accepts the access tokens of these issuers, besides ours. */
export const publishFor = (
  stage: GatewayStage,
  basePath: string,
  issuers: readonly OutsideIssuerDetail[],
  callers: Partial<ApiDetail['callers']> = {},
  changes: Partial<ApiInput> = {},
): Promise<ApiDetail> =>
  publish(stage, stage.upstream.url, {
    name: `Photos of ${basePath}`,
    basePath,
    ...changes,
    callers: {
      access: callers.access ?? 'everyone',
      applicationIds: [...(callers.applicationIds ?? [])],
      outsideIssuerIds: issuers.map(({ id }) => id),
    },
  });

export interface Outcome {
  readonly status: number;
  readonly error: string | undefined;
  readonly detail: string | undefined;
  readonly requestId: string;
  readonly challenge: string;
}

/** Calls, and tells what came of it. */
export async function tryCall(
  stage: Pick<Stage, 'gatehouse'>,
  path: string,
  accessToken?: string,
): Promise<Outcome> {
  const response = await call(stage, path, accessToken);
  const body = (await response.json()) as { error?: string; detail?: string };
  return {
    status: response.status,
    error: body.error,
    detail: body.detail,
    requestId: response.headers.get('x-request-id') ?? '',
    challenge: response.headers.get('www-authenticate') ?? '',
  };
}

/** What the gateway says about a call, as soon as it can. */
export async function explainCall(
  { admin }: Pick<Stage, 'admin'>,
  { requestId }: Outcome,
): Promise<CallExplanation> {
  const path = `/api/calls/${requestId}`;
  await waitUntil('the call to be kept', async () => (await admin.request('GET', path)).status === 200);
  return admin.get<CallExplanation>(path);
}
