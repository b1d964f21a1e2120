import type { Client } from '../kernel/client.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import { type Form, parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { PushedRequestStore } from '../ports/pushed-requests.js';
import type { World } from '../ports/world.js';
import { checkRecipient } from '../rfc6749-framework/authorization-recipient.js';
import {
  checkAuthorizationRequest,
  type RequestedParameters,
} from '../rfc6749-framework/authorization-request.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';
import { isSameAddress } from '../rfc9449-dpop/address.js';
import type { Dpop } from '../rfc9449-dpop/dpop.js';
import { refuseProof } from '../rfc9449-dpop/proof-key.js';
import { openRequestObject, type RequestObjectOptions } from '../rfc9101-request-object/request-object.js';
import { writeRequestUri } from './request-uri.js';

/** RFC 9126 §2.2, in wire names. */
export interface PushedAuthorizationResponse {
  readonly request_uri: string;
  /** Seconds. */
  readonly expires_in: number;
}

export interface PushedAuthorizationOptions {
  readonly authenticate: ClientAuthentication;
  readonly currentDirectory: CurrentDirectory;
  readonly requestObjects: RequestObjectOptions;
  readonly pushedRequests: PushedRequestStore;
  /** How long a pushed request waits for its browser. */
  readonly pushedRequestSeconds: number;
  readonly world: World;
  readonly dpop: Dpop;
  /** Of this endpoint, as clients may write them in a proof. */
  readonly addresses: readonly string[];
}

const CREDENTIALS: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'client_assertion_type',
]);
const OUTSIDE: ReadonlySet<string> = new Set([...CREDENTIALS, 'client_id', 'request']);

/** RFC 9126 §3: beside a request object there is nothing but what proves who the client is. */
function checkBeside(form: Form): void {
  const beside = [...form.keys()].find((name) => !OUTSIDE.has(name));
  if (beside !== undefined)
    throw new OAuthError(
      'invalid_request',
      'Put every parameter into the request object, and none beside it.',
    );
}

async function findParameters(
  options: PushedAuthorizationOptions,
  client: Client,
  form: Form,
): Promise<Omit<RequestedParameters, 'isPushed'>> {
  const object = form.get('request');
  if (object !== undefined) {
    checkBeside(form);
    return { parameters: await openRequestObject(options.requestObjects, client, object), isSigned: true };
  }
  const parameters = new Map([...form].filter(([name]) => !CREDENTIALS.has(name)));
  // A client that proves itself otherwise need not say its ID again.
  return { parameters: parameters.set('client_id', client.clientId), isSigned: false };
}

/** RFC 9449 §10.1: a proof that comes with a pushed request names the key that the code is for, as `dpop_jkt` would. */
async function bindToKey(
  { dpop, addresses }: PushedAuthorizationOptions,
  { rules: { algorithms } }: Client,
  proofs: readonly string[],
  parameters: Form,
): Promise<Form> {
  if (proofs.length === 0) return parameters;
  const isAddress = (htu: string): boolean => isSameAddress(htu, addresses);
  const thumbprint = await dpop.prove(proofs, { method: 'POST', isAddress, algorithms });
  if ((parameters.get('dpop_jkt') ?? thumbprint) !== thumbprint)
    throw refuseProof('dpop_jkt names another key than that of the DPoP proof.');
  return new Map([...parameters, ['dpop_jkt', thumbprint]]);
}

/**
 * RFC 9126 §2: takes an authorization request from the client itself, checks all of it that can be checked, and keeps it
 * until the browser comes with its name.
 */
export function createPushedAuthorization(
  options: PushedAuthorizationOptions,
): (request: EndpointRequest) => Promise<PushedAuthorizationResponse> {
  const { authenticate, currentDirectory, pushedRequests, pushedRequestSeconds, world } = options;
  return async (request) => {
    const form = parseForm(request.body);
    const directory = currentDirectory();
    const client = await authenticate(directory, request, form);
    // RFC 9126 §2.1: "reject the request if the request_uri authorization request parameter is provided"
    if (form.has('request_uri'))
      throw new OAuthError(
        'invalid_request',
        'request_uri is what this endpoint answers: push the parameters.',
      );
    const { clientId } = client;
    const found = await findParameters(options, client, form);
    const parameters = await bindToKey(options, client, request.proofs, found.parameters);
    const requested = { parameters, isSigned: found.isSigned, isPushed: true };
    const recipient = checkRecipient(directory, requested.parameters);
    checkAuthorizationRequest(directory, recipient, requested, world.now());
    const reference = world.randomSecret();
    await pushedRequests.insert({
      referenceHash: hashSecret(reference),
      clientId,
      parameters: Object.fromEntries(requested.parameters),
      isSigned: requested.isSigned,
      expiresAt: world.now() + pushedRequestSeconds * 1000,
    });
    return { request_uri: writeRequestUri(reference), expires_in: pushedRequestSeconds };
  };
}
