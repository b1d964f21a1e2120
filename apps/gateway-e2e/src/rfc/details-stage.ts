import { decodeJwt } from 'jose';
import { type Browser, consent, createBrowserOf, signIn } from '../fixtures/browser.js';
import {
  type Answer,
  authorizationParameters,
  makePkce,
  type Parameters,
  requestToken,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

export interface Api {
  readonly id: string;
  readonly audience: string;
}

const PAYMENT_SCHEMA = {
  type: 'object',
  required: ['actions', 'identifier', 'amount'],
  properties: {
    actions: { type: 'array', items: { enum: ['initiate', 'status'] }, minItems: 1 },
    locations: { type: 'array', items: { type: 'string' } },
    identifier: { type: 'string', maxLength: 40 },
    amount: { $ref: '#/$defs/amount' },
    creditor: { type: 'string' },
  },
  $defs: {
    amount: {
      type: 'object',
      required: ['value', 'currency'],
      additionalProperties: false,
      properties: { value: { type: 'string', pattern: '^[0-9]+\\.[0-9]{2}$' }, currency: { type: 'string' } },
    },
  },
};
export const PAYMENT = {
  type: 'payment_initiation',
  actions: ['initiate', 'status'],
  identifier: 'p-1',
  amount: { value: '123.50', currency: 'EUR' },
  creditor: 'Merchant A',
};
export const ACCOUNTS = { type: 'account_information', datatypes: ['balances'] };

/** Two APIs, a type of details that each of them knows, and clients that may ask for both. */
export interface DetailsStage extends Stage {
  readonly payments: Api;
  readonly accounts: Api;
  readonly shop: TestClient;
  readonly machine: TestClient;
}

/** The setting of a client. */
export const TYPES = { authorizationDetailsTypes: [PAYMENT.type, ACCOUNTS.type] };

export const ANSWER = { status: 200, contentType: 'text/plain', headers: [], body: 'done' };

const PHOTOS = {
  methods: ['GET'],
  path: '/photos',
  access: 'scopes',
  scopes: ['photos'],
  fixedResponse: ANSWER,
};

export const publish = ({ admin }: Stage, name: string, routes: readonly object[]): Promise<Api> =>
  admin.post<Api>('/api/apis', {
    name,
    basePath: `/${name}`,
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes,
  });

export async function openDetailsStage(): Promise<DetailsStage> {
  const stage = await openStage();
  const payments = await publish(stage, 'payments', [PHOTOS]);
  const accounts = await publish(stage, 'accounts', [{ ...PHOTOS, path: '/albums', scopes: ['albums'] }]);
  await stage.admin.post('/api/details-types', {
    name: PAYMENT.type,
    schema: JSON.stringify(PAYMENT_SCHEMA),
    apiIds: [payments.id],
    title: 'Pay {{amount.value}} {{amount.currency}} to {{creditor}}',
    texts: { de: { title: '{{amount.value}} {{amount.currency}} an {{creditor}} zahlen' } },
    sensitivity: 'very-sensitive',
  });
  await stage.admin.post('/api/details-types', {
    name: ACCOUNTS.type,
    schema: JSON.stringify({
      type: 'object',
      properties: { datatypes: { type: 'array' }, note: { type: 'string' } },
    }),
    apiIds: [accounts.id],
    title: 'See your {{datatypes}}',
    isRemembered: true,
  });
  const shop = await registerClient(stage.admin, { settings: TYPES });
  const machine = await registerClient(stage.admin, { kind: 'machine', settings: TYPES });
  return { ...stage, payments, accounts, shop, machine };
}

/** Makes a route of the payments API demand the payment that its path names. */
export async function demandPayment({ admin, payments }: DetailsStage): Promise<void> {
  const { version, name, basePath, targets } = await admin.get<Record<string, unknown>>(
    `/api/apis/${payments.id}`,
  );
  const requiredDetail = {
    type: PAYMENT.type,
    actions: ['initiate'],
    conditions: [{ field: 'identifier', equals: 'path.id' }],
  };
  const payment = { methods: ['POST'], path: '/payments/{id}', access: 'authenticated', requiredDetail };
  await admin.put(`/api/apis/${payments.id}`, {
    name,
    basePath,
    targets,
    version,
    routes: [{ ...payment, fixedResponse: ANSWER }, PHOTOS],
  });
}

export const callPayments = (
  { gatehouse }: Stage,
  token: unknown,
  path: string,
  method = 'POST',
): Promise<Response> =>
  fetch(`${gatehouse.gatewayUrl}/payments${path}`, {
    method,
    headers: { authorization: `Bearer ${String(token)}` },
  });

export const say = (...details: readonly object[]): { readonly authorization_details: string } => ({
  authorization_details: JSON.stringify(details),
});

export const detailsIn = (token: unknown): unknown => decodeJwt(String(token))['authorization_details'];

export const askAsMachine = (
  stage: DetailsStage,
  parameters: Parameters,
  client: TestClient = stage.machine,
): Promise<Answer> => requestToken(stage, client, { grant_type: 'client_credentials', ...parameters });

/** An authorization request that has come to where the person is asked, or to its answer. */
export interface Asked {
  readonly browser: Browser;
  readonly page: URL;
  redeem(callback: URL, more?: Parameters): Promise<Answer>;
}

/** Asks for details, and lets Ada sign in. */
export async function ask(
  stage: DetailsStage,
  parameters: Parameters,
  { client = stage.shop, browser = createBrowserOf(stage) }: { client?: TestClient; browser?: Browser } = {},
): Promise<Asked> {
  const { verifier, challenge } = makePkce();
  const request = authorizationParameters(client, challenge, { scope: undefined, ...parameters });
  let page = await browser.authorize(request);
  if (page.pathname === '/sign-in') page = (await signIn(browser, page, stage.ada)) ?? page;
  const redeem = (callback: URL, more: Parameters = {}): Promise<Answer> =>
    requestToken(stage, client, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
      ...more,
    });
  return { browser, page, redeem };
}

/** The answer of the token endpoint after Ada has allowed all of it. */
export async function obtainDetails(
  stage: DetailsStage,
  parameters: Parameters,
  client?: TestClient,
): Promise<Answer> {
  const { browser, page, redeem } = await ask(stage, parameters, { ...(client && { client }) });
  return redeem(page.searchParams.has('code') ? page : await consent(browser, page));
}
