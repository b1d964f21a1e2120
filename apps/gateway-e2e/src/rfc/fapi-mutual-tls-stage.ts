import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientEdit } from '@gatehouse/dto';
import * as openid from 'openid-client';
import { Agent, fetch as undiciFetch, type RequestInit, type Response } from 'undici';
import { findFreePorts } from '../../../../tools/test-setup/index.mjs';
import { type Authority, type Identity, issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { makeIdentity } from '../fixtures/saml.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { makeTlsFolder } from '../gateway/tls-stage.js';
import { FAPI_SETTINGS, type FapiStage, openFapiStage } from './fapi-stage.js';

/** Who calls: a client, how it proves itself, and the certificate of its connections. */
export interface Holder {
  readonly client: TestClient;
  readonly identity: Identity;
  readonly proof: openid.ClientAuth;
}

/** FAPI 2.0 over the two ports that speak TLS themselves: the authorization server's, and the gateway's. */
export interface FapiTlsStage extends FapiStage {
  readonly mtlsUrl: string;
  readonly holders: Readonly<
    Record<'private_key_jwt' | 'tls_client_auth' | 'self_signed_tls_client_auth', Holder>
  >;
  /** Another certificate of the same authority, and one that says the same of another. */
  readonly another: Identity;
  readonly forged: Identity;
  /** A request over TLS; undefined: without a certificate. */
  send(identity: Identity | undefined, address: string, init?: RequestInit): Promise<Response>;
  /** As openid-client, over the connections of the holder. */
  configureFor(holder: Holder): Promise<openid.Configuration>;
  close(): Promise<void>;
}

const NAME = 'CN=bank app';

async function registerHolders(stage: FapiStage, clients: Authority): Promise<FapiTlsStage['holders']> {
  const [own, named, { cert, key }] = await Promise.all([
    issueCertificate(clients, 'CN=connections'),
    issueCertificate(clients, NAME),
    makeIdentity(),
  ]);
  const register = (settings: ClientEdit): Promise<TestClient> =>
    registerClient(stage.admin, {
      allowedScopes: ['openid', 'photos'],
      settings: {
        ...FAPI_SETTINGS,
        profile: 'fapi2',
        certificateBoundAccessTokens: true,
        idTokenSigningAlgorithm: 'ES256',
        ...settings,
      },
    });
  return {
    private_key_jwt: {
      client: await register({ jwks: stage.keys.jwks }),
      identity: own,
      proof: openid.PrivateKeyJwt({ key: stage.keys.ec, kid: 'ec' }),
    },
    tls_client_auth: {
      client: await register({
        tokenEndpointAuthMethod: 'tls_client_auth',
        tlsClientName: { kind: 'subject_dn', value: NAME },
      }),
      identity: named,
      proof: openid.TlsClientAuth(),
    },
    self_signed_tls_client_auth: {
      client: await register({
        tokenEndpointAuthMethod: 'self_signed_tls_client_auth',
        certificates: [cert],
      }),
      identity: { certificate: cert, key },
      proof: openid.TlsClientAuth(),
    },
  };
}

export async function openFapiTlsStage(): Promise<FapiTlsStage> {
  const [tls, clients, strangers, directory, [port = 0]] = await Promise.all([
    makeTlsFolder(),
    makeAuthority('CN=Clients'),
    makeAuthority('CN=Clients'),
    mkdtemp(join(tmpdir(), 'gatehouse-fapi-')),
    findFreePorts(1),
  ]);
  const caFile = join(directory, 'ca.pem');
  await writeFile(caFile, clients.pem);
  const stage = await openFapiStage(
    'fapi2',
    {},
    {
      ...tls.env,
      GATEHOUSE_GATEWAY_ASKS_FOR_CERTIFICATES: 'true',
      GATEHOUSE_MTLS_PORT: String(port),
      GATEHOUSE_TLS_KEY_FILE: tls.env['GATEHOUSE_GATEWAY_TLS_KEY_FILE'] ?? '',
      GATEHOUSE_TLS_CERTIFICATE_FILE: tls.env['GATEHOUSE_GATEWAY_TLS_CERTIFICATE_FILE'] ?? '',
      GATEHOUSE_CLIENT_CA_FILE: caFile,
    },
  );
  const agents = new Map<Identity | undefined, Agent>();
  const findAgent = (identity: Identity | undefined): Agent => {
    const own = identity && { key: identity.key, cert: identity.certificate };
    const agent = agents.get(identity) ?? new Agent({ connect: { ca: tls.authority.pem, ...own } });
    agents.set(identity, agent);
    return agent;
  };
  const send: FapiTlsStage['send'] = (identity, address, init = {}) =>
    undiciFetch(address, { ...init, dispatcher: findAgent(identity) });

  return {
    ...stage,
    mtlsUrl: `https://localhost:${port}`,
    holders: await registerHolders(stage, clients),
    another: await issueCertificate(clients, 'CN=another'),
    forged: await issueCertificate(strangers, NAME),
    send,
    configureFor: ({ client, identity, proof }) =>
      openid.discovery(
        new URL(stage.gatehouse.issuer),
        client.clientId,
        { use_mtls_endpoint_aliases: true, id_token_signed_response_alg: 'ES256' },
        proof,
        {
          algorithm: 'oauth2',
          execute: [openid.allowInsecureRequests],
          [openid.customFetch]: (address, init) => send(identity, address, init as RequestInit),
        },
      ),
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.close()));
      await closeGatewayStage();
      await Promise.all([tls.remove(), rm(directory, { recursive: true })]);
    },
  };
}
