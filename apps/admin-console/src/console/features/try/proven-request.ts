import type { TrialAnswer } from '@gatehouse/dto';
import { runRequest } from './api';
import { createProofMaker, type ProofMaker } from './dpop';
import type { RequestStep, Setting, ShownRequest } from './flows/setting';
import { TOKEN_ENDPOINT } from './flows/token-answer';

/** Whether a request has to prove that the client has its key (RFC 9449 §5, §7). */
export const needsProof = (step: Pick<RequestStep, 'id'>, request: ShownRequest, setting: Setting): boolean =>
  setting.client.dpopBoundAccessTokens &&
  (step.id === 'call-api' || request.url === setting.issuer + TOKEN_ENDPOINT);

/** RFC 9449 §8, §9: the nonce that a server wants to see in the next proof. */
function findNonce({ response }: TrialAnswer): string | undefined {
  const find = (name: string): string | undefined =>
    response?.headers.find((header) => header.name.toLowerCase() === name)?.value;
  const isAsked =
    (response?.status === 400 && response.body.includes('"use_dpop_nonce"')) ||
    (response?.status === 401 && find('www-authenticate')?.includes('use_dpop_nonce') === true);
  return isAsked ? find('dpop-nonce') : undefined;
}

/** Sends what steps have built; with a proof where one is needed, made anew where the server asks for a nonce. */
export function createSender(applicationId: string) {
  let maker: Promise<ProofMaker> | undefined;
  return async (step: RequestStep, setting: Setting): Promise<TrialAnswer> => {
    const request = step.build(setting);
    if (!needsProof(step, request, setting)) return runRequest(applicationId, request);
    const prove = await (maker ??= createProofMaker());
    const send = async (nonce?: string): Promise<TrialAnswer> => {
      const value = await prove({
        method: request.method,
        url: request.url,
        ...(step.id === 'call-api' && { accessToken: setting.values.accessToken }),
        ...(nonce !== undefined && { nonce }),
      });
      return runRequest(applicationId, {
        ...request,
        headers: [...request.headers, { name: 'DPoP', value, isSecret: true }],
      });
    };
    const answer = await send();
    const nonce = findNonce(answer);
    return nonce === undefined ? answer : send(nonce);
  };
}
