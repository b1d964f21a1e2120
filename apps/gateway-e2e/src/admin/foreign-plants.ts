import type {
  AuditPage,
  AuthorizationDetail,
  CreatedApplication,
  ErrorAnswerList,
  OwnRegistrationRequests,
  Page,
} from '@gatehouse/dto';
import { createBrowser, signIn } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, obtainTokens } from '../fixtures/oauth.js';
import { createPerson, type Person, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, type GatewayStage, obtainAccessToken } from '../gateway/gateway-stage.js';
import {
  addIssuers,
  addSecrets,
  addStream,
  describeApplication,
  PNG,
  publishApi,
  SECRET,
  URL_OF,
  WORD,
} from './foreign-things.js';
import { getApplication, join, type MembersStage, readTokenId } from './members-stage.js';

/** What belongs to one organization: its addresses by the names of their parameters, and what no read may tell. */
export interface Plants {
  /** Values of parameters; `organization` and the like are the `id`s below the path that begins so. */
  readonly values: Readonly<Record<string, string>>;
  readonly ids: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** A picture, as one is sent. */
  readonly logo: string;
}

/** Asks for an application, as an end user at the portal does. */
async function requestApplication({ gatehouse, admin }: GatewayStage, person: Person): Promise<string> {
  const browser = createBrowser(gatehouse.issuer);
  const begun = await browser.fetch('/catalogue/requests/sign-in');
  const { searchParams } = new URL(begun.headers.get('location') ?? '');
  await signIn(browser, await browser.authorize(Object.fromEntries(searchParams)), person);
  const path = '/catalogue/requests';
  const { csrfToken } = (await (await browser.fetch(path)).json()) as OwnRegistrationRequests;
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
  const content = {
    name: `${WORD} night`,
    purpose: `A ${WORD} at night.`,
    kind: 'machine',
    redirectUris: [],
    scopes: [],
  };
  await browser.fetch(path, { method: 'POST', headers, body: JSON.stringify(content) });
  const { items } = await admin.get<Page<{ readonly id: string }>>('/api/registration-requests');
  return items[0]?.id ?? '';
}

/** An authorization request that cannot be answered: operators find it by its ID. */
export async function failAuthorization(
  { gatehouse, admin }: GatewayStage,
  client: TestClient,
): Promise<string> {
  const parameters = authorizationParameters(client, makePkce().challenge, {
    redirect_uri: `${URL_OF}/evil`,
  });
  const query = new URLSearchParams(parameters).toString();
  const { headers } = await fetch(`${gatehouse.authUrl}/oauth2/authorize?${query}`, { redirect: 'manual' });
  const requestId = headers.get('x-request-id') ?? '';
  await waitUntil('the error to be kept', async () => {
    const { items } = await admin.get<ErrorAnswerList>('/api/errors');
    return items.some((item) => item.requestId === requestId);
  });
  return requestId;
}

/** A second client that calls for itself, with an opaque access token: it uses a quota. @returns the access token */
async function callAsMachine(stage: GatewayStage, { applicationId }: TestClient): Promise<string> {
  const { admin } = stage;
  const path = `/api/applications/${applicationId}/clients`;
  const allowedScopes = [`${WORD}.read`];
  const input = { name: `${WORD} job`, kind: 'machine', redirectUris: [], allowedScopes };
  const { clientId, clientSecret } = await admin.post<CreatedApplication>(path, input);
  const { clients } = await getApplication(admin, applicationId);
  const { version } = clients.find((client) => client.clientId === clientId) ?? {};
  await admin.patch(`${path}/${clientId}`, { version, accessTokenFormat: 'opaque' });
  const method = 'client_secret_basic';
  const machine = { applicationId, clientId, clientSecret, method, redirectUri: '' } as const;
  const accessToken = await obtainAccessToken(stage, machine, `${WORD}.read`);
  await call(stage, `/${WORD}/${WORD}`, accessToken);
  const uses = `/api/limits/uses?applicationId=${applicationId}`;
  await waitUntil('the quota to be used', async () => {
    const { items } = await admin.get<Page<unknown>>(uses);
    return items.length > 0;
  });
  return accessToken;
}

/** Somebody who has acted at the console, and somebody who is invited to it. @returns the ID of the first */
async function addManager(stage: MembersStage): Promise<string> {
  const { admin, red, theirs } = stage;
  const rita = await join(stage, `${WORD}-rita`, 'member');
  await admin.request('POST', `/api/organizations/${red.id}/members`, {
    username: `${WORD}-rita`,
    role: 'manager',
  });
  const path = `/api/applications/${theirs.client.applicationId}`;
  await rita.send('POST', `${path}/api-keys`, { name: `${WORD} of Rita`, scopes: [] });
  await admin.post('/api/users', {
    username: `${WORD}-mo`,
    displayName: `Mo ${WORD}`,
    email: `mo@${WORD}.example`,
    operatorRole: 'viewer',
    invite: true,
  });
  return rita.id;
}

/** Makes the organization red full of things, none of which concerns blue. */
export async function plantForeign(stage: MembersStage): Promise<Plants> {
  const { admin, red, theirs } = stage;
  const { client } = theirs;
  await admin.request('PATCH', `/api/organizations/${red.id}`, {
    version: red.version,
    name: `${WORD} Group`,
    description: `Of the ${WORD}`,
  });
  await describeApplication(stage, client);
  const eve = await createPerson(admin, `${WORD}-eve`);
  const { api, key } = await publishApi(stage, client.applicationId);
  const rita = await addManager(stage);
  const issuers = await addIssuers(stage, client, eve);
  const secrets = [...(await addSecrets(stage, client)), await callAsMachine(stage, client)];
  await waitUntil('the target to be missed', async () => {
    const { items } = await admin.get<Page<{ readonly url: string }>>(`/api/apis/${api.id}/targets`);
    return items.some(({ url }) => url.includes(WORD));
  });
  const tokens = await obtainTokens(stage, { client, person: eve, scope: 'photos' });
  const path = `/flickr/photos?${WORD}=1&key=${SECRET}`;
  const requestId = (await call(stage, path, tokens.access_token)).headers.get('x-request-id') ?? '';
  await waitUntil(
    'the call to be seen',
    async () => (await admin.request('GET', `/api/calls/${requestId}`)).status === 200,
  );
  const { items } = await admin.get<Page<AuthorizationDetail>>(`/api/authorizations?userId=${eve.id}`);
  const { items: entries } = await admin.get<AuditPage>(`/api/audit?subject=${client.applicationId}`);
  return {
    values: {
      applicationId: client.applicationId,
      apiId: api.id,
      clientId: client.clientId,
      secretId: theirs.secretId,
      keyId: theirs.keyId,
      requestId,
      tokenId: readTokenId(tokens.access_token),
      userId: eve.id,
      number: String(entries[0]?.number ?? ''),
      epoch: '1',
      name: `${WORD}.read`,
      scope: `${WORD}.read`,
      organizationId: red.id,
    },
    ids: {
      ...issuers,
      streams: await addStream(stage, client),
      applications: client.applicationId,
      limits: client.applicationId,
      apis: api.id,
      users: eve.id,
      organizations: red.id,
      authorizations: items[0]?.id ?? '',
      'registration-requests': await requestApplication(stage, eve),
      errors: await failAuthorization(stage, client),
      rita,
    },
    secrets: [
      SECRET,
      key.split('\n')[1] ?? '',
      eve.password,
      tokens.access_token,
      tokens.refresh_token,
      ...secrets,
    ],
    logo: PNG,
  };
}
