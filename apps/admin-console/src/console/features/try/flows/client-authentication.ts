import type { ClientDetail } from '@gatehouse/dto';
import type { MissingId, Pair, Setting, ShownRequest } from './setting';

/** How this page can let a client prove who it is. */
export type Proof = 'none' | 'secret' | 'assertion' | 'certificate';

export function findProof({
  tokenEndpointAuthMethod: method,
}: Pick<ClientDetail, 'tokenEndpointAuthMethod'>): Proof {
  if (method === 'none') return 'none';
  if (method === 'client_secret_basic' || method === 'client_secret_post') return 'secret';
  return method.endsWith('_jwt') ? 'assertion' : 'certificate';
}

/** What the client's proof lacks. */
export function findMissingProof({ client, values }: Setting): MissingId | undefined {
  const proof = findProof(client);
  if (proof === 'secret' && values.secret === '') return 'secret';
  if (proof === 'assertion' && values.assertion === '') return 'clientAssertion';
  return proof === 'certificate' ? 'certificate' : undefined;
}

/** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
export function toBasic(clientId: string, secret: string): string {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${btoa(`${encode(clientId)}:${encode(secret)}`)}`;
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function listProofs({ client: { clientId, tokenEndpointAuthMethod: method }, values }: Setting): {
  readonly header?: Pair;
  readonly parameters: readonly Pair[];
} {
  const id = { name: 'client_id', value: clientId };
  switch (method) {
    case 'client_secret_basic':
      return {
        header: { name: 'Authorization', value: toBasic(clientId, values.secret), isSecret: true },
        parameters: [],
      };
    case 'client_secret_post':
      return { parameters: [id, { name: 'client_secret', value: values.secret, isSecret: true }] };
    case 'client_secret_jwt':
    case 'private_key_jwt':
      return {
        parameters: [
          id,
          { name: 'client_assertion_type', value: JWT_BEARER },
          { name: 'client_assertion', value: values.assertion, isSecret: true },
        ],
      };
    default:
      return { parameters: [id] };
  }
}

/** A form for an endpoint of the authorization server, with the client's proof in its own way. */
export function buildForm(setting: Setting, path: string, parameters: readonly Pair[]): ShownRequest {
  const proof = listProofs(setting);
  return {
    method: 'POST',
    url: setting.issuer + path,
    headers: [
      ...(proof.header === undefined ? [] : [proof.header]),
      { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
    ],
    form: [...parameters.filter(({ value }) => value !== ''), ...proof.parameters],
  };
}
