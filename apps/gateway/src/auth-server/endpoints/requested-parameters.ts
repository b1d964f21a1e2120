import {
  checkRecipient,
  type Directory,
  type Form,
  hashRequestUri,
  isPushedRequestUri,
  OAuthError,
  openRequestObject,
  parseForm,
  parseNamedParameters,
  REAL_WORLD,
  type Recipient,
  type RequestedParameters,
  type RequestObjectOptions,
} from '@gatehouse/oauth-core';
import type { Platform } from '../../platform/platform.tokens.js';

/** How an authorization request is carried: in the address itself, in an object there, or by the name of a pushed one. */
export type CarriedRequest =
  | { readonly kind: 'plain'; readonly text: string }
  /** RFC 9101 §5.1 */
  | { readonly kind: 'object'; readonly object: string }
  /** RFC 9126 §4 */
  | { readonly kind: 'pushed'; readonly requestUri: string };

/** @throws OAuthError invalid_request where two ways are used at once */
export function findCarriedRequest(text: string): CarriedRequest {
  const named = parseNamedParameters(text, ['request', 'request_uri']);
  const [object, requestUri] = [named.get('request'), named.get('request_uri')];
  // RFC 9101 §5: "if both [...] are present, the authorization server MUST return an error"
  if (object !== undefined && requestUri !== undefined)
    throw new OAuthError('invalid_request', 'Send request or request_uri, not both.');
  if (object !== undefined) return { kind: 'object', object };
  return requestUri !== undefined && isPushedRequestUri(requestUri)
    ? { kind: 'pushed', requestUri }
    : { kind: 'plain', text };
}

/** What request objects are opened with. */
export const listRequestObjectOptions = ({
  env,
  remoteKeys,
  decryption,
}: Platform): RequestObjectOptions => ({
  issuer: env.issuer,
  remoteKeys,
  decryption,
  world: REAL_WORLD,
});

/** Where a refusal could go, as far as the address says. */
export function findRecipient(directory: Directory, outer: Form): Recipient | undefined {
  try {
    return checkRecipient(directory, outer);
  } catch {
    return undefined;
  }
}

/** RFC 9101 §5, §6: the parameters of the request object of the client that the address names. */
async function openSigned(platform: Platform, outer: Form, object: string): Promise<RequestedParameters> {
  const client = platform.currentDirectory().findClient(outer.get('client_id') ?? '');
  if (client?.isEnabled !== true)
    throw new OAuthError('invalid_client', 'No application has this client_id, or it has been disabled.');
  const parameters = await openRequestObject(listRequestObjectOptions(platform), client, object);
  return { parameters, isSigned: true, isPushed: false };
}

/** RFC 9126 §4: the parameters that the client which the address names has pushed; they can be had once. */
async function takePushed(
  { stores }: Platform,
  outer: Form,
  requestUri: string,
): Promise<RequestedParameters> {
  const clientId = outer.get('client_id');
  // RFC 9101 §5
  if (clientId === undefined) throw new OAuthError('invalid_request', 'The parameter client_id is missing.');
  const pushed = await stores.pushedRequests.claim(hashRequestUri(requestUri), clientId);
  if (pushed === undefined)
    throw new OAuthError(
      'invalid_request_uri',
      'This request_uri has expired, has been used, or is not of this client. Start again where you came from.',
    );
  return {
    parameters: new Map(Object.entries(pushed.parameters)),
    isSigned: pushed.isSigned,
    isPushed: true,
  };
}

/** The parameters that count. @throws OAuthError */
export async function openRequest(
  platform: Platform,
  outer: Form,
  carried: CarriedRequest,
): Promise<RequestedParameters> {
  if (carried.kind === 'pushed') return takePushed(platform, outer, carried.requestUri);
  if (platform.env.requiresPushedRequests)
    throw new OAuthError('invalid_request', 'Requests must be pushed to the pushed request endpoint.');
  return carried.kind === 'object'
    ? openSigned(platform, outer, carried.object)
    : { parameters: parseForm(carried.text), isSigned: false, isPushed: false };
}
