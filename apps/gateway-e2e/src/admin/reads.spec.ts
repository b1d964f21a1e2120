import { randomUUID } from 'node:crypto';
import { closeGatewayStage, ROUTES } from '../gateway/gateway-stage.js';
import type { Send } from '../fixtures/console.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import { failAuthorization, plantForeign, type Plants } from './foreign-plants.js';
import { WORD } from './foreign-things.js';
import { join, type MembersStage, openMembersStage } from './members-stage.js';
import { fillPath, listOperations } from './operations.js';
import { type Read, READS } from './reads-table.js';
import { listStoredSecrets } from './stored-secrets.js';

let stage: MembersStage;
/** Of an organization that nobody here belongs to. */
let foreign: Plants;
/** Of the one that they do. */
let own: Plants;
const FROM = new Date(Date.now() - 3_600_000).toISOString();

beforeAll(async () => {
  stage = await openMembersStage({
    env: {
      GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in',
      GATEHOUSE_CALL_LOG_HOURS: '1',
      // Messages wait there, with what they would tell.
      GATEHOUSE_SMTP_URL: 'smtp://127.0.0.1:9',
    },
  });
  foreign = await plantForeign(stage);
  own = await gatherOwn(stage);
});
afterAll(closeGatewayStage);

async function gatherOwn({ ours, blue, api, ada, admin, ...rest }: MembersStage): Promise<Plants> {
  const { applicationId } = ours.client;
  // Members see APIs of the catalogue alone.
  const { version: published, name, basePath, targets } = api;
  const listed = { name, basePath, targets, routes: ROUTES, policies: { isListed: true } };
  await admin.put(`/api/apis/${api.id}`, { version: published, ...listed });
  const share = { username: 'una', access: 'view' };
  await admin.request('POST', `/api/applications/${applicationId}/shares`, share);
  const { version } = await admin.get<{ version: number }>(`/api/applications/${applicationId}`);
  await admin.put(`/api/applications/${applicationId}/logo`, { version, logo: foreign.logo });
  const { requestId, tokenId, authorizationId, client } = ours;
  return {
    ...foreign,
    values: {
      ...foreign.values,
      ...{ applicationId, apiId: api.id, clientId: client.clientId, requestId, tokenId },
    },
    ids: {
      ...foreign.ids,
      applications: applicationId,
      limits: applicationId,
      apis: api.id,
      users: ada.id,
      organizations: blue.id,
      authorizations: authorizationId,
      errors: await failAuthorization({ ...rest, admin, api, ada }, client),
    },
  };
}

interface Answer {
  readonly operation: string;
  readonly row: Read;
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

/** One operation of the table, about what is given. */
async function ask(send: Send, operation: string, { values, ids }: Plants, more = ''): Promise<Answer> {
  const [method = '', path = ''] = operation.split(' ');
  const row = READS[operation] ?? { member: 'refused' };
  const all = {
    ...values,
    ...(path.startsWith('/errors') && { requestId: ids['errors'] ?? '' }),
    from: FROM,
    ...(path.startsWith('/effects') && { subject: 'organization', id: ids['organizations'] ?? '' }),
  };
  const query = fillPath(`/?${row.query ?? ''}${more}`, all).slice('/api/'.length);
  const body = method === 'POST' ? { text: values['tokenId'] } : undefined;
  const answer = await send(method, fillPath(path, all, ids) + query, body);
  return { operation, row, ...answer };
}

const askAll = async (send: Send, about: Plants): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (const operation of Object.keys(READS)) answers.push(await ask(send, operation, about));
  return answers;
};

/** What an answer tells of the other organization. */
const listTold = ({ text }: Answer): readonly string[] => {
  const all = { ...foreign.values, ...foreign.ids };
  const told = Object.entries(all).filter(([, value]) => !/^\d+$/.test(value) && text.includes(value));
  return [...told.map(([name]) => name), ...(text.toLowerCase().includes(WORD) ? [WORD] : [])];
};

const toUnknown = ({ values, ids, ...plants }: Plants): Plants => {
  const replace = (all: Plants['ids']) =>
    Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, value.length === 36 ? randomUUID() : value]),
    );
  return { ...plants, values: replace(values), ids: replace(ids) };
};

const toStatuses = (answers: readonly Answer[]): Record<string, number> =>
  Object.fromEntries(answers.map(({ operation, status }) => [operation, status]));

const expectStatuses = (answers: readonly Answer[], of: (row: Read) => number): void =>
  expect(toStatuses(answers)).toEqual(
    Object.fromEntries(answers.map(({ operation, row }) => [operation, of(row)])),
  );

/** A member's answers, about what is theirs and what is not. */
const ofOwn = ({ member }: Read): number => (member === 'refused' ? 403 : 200);
const ofForeign = ({ member }: Read): number =>
  ({ refused: 403, open: 200, filtered: 200, own: 404, named: 403 })[member];

describe('reading by the admin REST API', () => {
  it('has a row for every operation that reads, and none for another one', async () => {
    const operations = await listOperations(stage.admin);
    const reads = operations.filter(({ isRead }) => isRead);
    expect(Object.keys(READS).sort()).toEqual(reads.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('is for nobody who has not signed in, or has a wrong access token', async () => {
    for (const authorization of [undefined, 'Bearer nonsense', 'Basic YTpi']) {
      const send = sendWith(authorization);
      expectStatuses(await askAll(send, foreign), () => 401);
    }
  });

  it('is not for end users: neither with an access token for an API, nor by asking for the scope', async () => {
    const scope = 'photos gatehouse.read gatehouse.write';
    const client = await registerClient(stage.admin, { allowedScopes: scope.split(' ') });
    const tokens = await obtainTokens(stage, { client, scope });
    expect(tokens.scope).toBe('photos');
    const answers = await askAll(sendWith(`Bearer ${tokens.access_token}`), foreign);
    expectStatuses(answers, () => 401);
  });

  it('tells a platform viewer everything, but what people do and where they are', async () => {
    const { send } = await join(stage, 'watcher', 'viewer');
    const answers = await askAll(send, foreign);
    expectStatuses(answers, ({ isClosedToViewers }) => (isClosedToViewers ? 403 : 200));
    // What was planted is there to be seen: an answer without it would prove nothing below.
    const tellNothing = answers.filter(
      ({ status, ...one }) => status === 200 && listTold({ ...one, status }).length === 0,
    );
    const neutral = Object.entries(READS).filter(([, { isNeutral }]) => isNeutral === true);
    expect(tellNothing.map(({ operation }) => operation)).toEqual(neutral.map(([operation]) => operation));
  });

  it.each<[string, () => Send, (row: Read) => number]>([
    ['a viewer of an organization', () => stage.vic.send, ofOwn],
    [
      'somebody who has a share on one application',
      () => stage.una.send,
      (row) => (row.isOfOrganization === true ? 404 : ofOwn(row)),
    ],
  ])('tells %s what is theirs, and nothing of anybody else', async (_, who, ofTheirs) => {
    const send = who();
    const theirs = await askAll(send, own);
    const others = await askAll(send, foreign);
    for (const answer of [...theirs, ...others])
      expect({ operation: answer.operation, told: listTold(answer) }).toEqual({
        operation: answer.operation,
        told: [],
      });
    expectStatuses(theirs, ofTheirs);
    expectStatuses(others, ofForeign);
    // Whether it is there at all is nobody else's business.
    const unknown = await askAll(send, toUnknown(foreign));
    const toTexts = (answers: readonly Answer[]) =>
      answers.map(({ operation, text }) => [operation, text.replace(/"requestId":"[^"]*"/, '')]);
    const isOnes = ({ row }: Answer) => row.member === 'own' || row.member === 'named';
    expect(toTexts(others.filter(isOnes))).toEqual(toTexts(unknown.filter(isOnes)));
    // An application of theirs opens nothing else by being in the same address.
    const mixed = { ...own, values: foreign.values };
    expect((await ask(send, 'GET /applications/{id}/apis/{apiId}', mixed)).status).toBe(404);
  });

  it('answers a member who filters a list by what is not theirs as if it were not there', async () => {
    const { paths } = await stage.admin.get<Description>('/api/openapi.json');
    const tried: string[] = [];
    for (const [operation, { member, query }] of Object.entries(READS)) {
      if (member !== 'filtered') continue;
      const parameters = paths[operation.slice('GET '.length)]?.['get']?.parameters ?? [];
      for (const { name } of parameters) {
        const value = { ...foreign.values, names: `${WORD}.read`, search: WORD }[name];
        if (value === undefined) continue;
        tried.push(`${operation}?${name}`);
        const answer = await ask(
          stage.vic.send,
          operation,
          own,
          `${query === undefined ? '' : '&'}${name}=${value}`,
        );
        const { items = [], total = 0 } = (answer.body ?? {}) as { items?: unknown[]; total?: number };
        const isEmpty = items.length === 0 && total === 0 && answer.status === 200;
        expect({ operation, name, isEmpty, told: listTold(answer) }).toMatchObject({
          isEmpty: true,
          told: [],
        });
      }
    }
    expect(tried.length).toBeGreaterThan(10);
  });

  it('tells no secret, and no hash of one, to anybody', async () => {
    const { send } = await join(stage, 'boss', 'admin');
    const stored = await listStoredSecrets(stage.gatehouse.databaseUrl);
    expect(stored.length).toBeGreaterThan(30);
    const planted = foreign.secrets.map((secret) => ({ where: secret, texts: [secret] }));
    const secrets = [...planted, ...stored];
    for (const answer of [...(await askAll(send, foreign)), ...(await askAll(send, own))]) {
      const { operation, text } = answer;
      const told = secrets
        .filter(({ texts }) => texts.some((secret) => text.includes(secret)))
        .map(({ where }) => where);
      expect({ operation, told }).toEqual({ operation, told: [] });
    }
  });
});

interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters: readonly { readonly name: string }[] }>>>
  >;
}

/** Without a browser. */
const sendWith =
  (authorization: string | undefined): Send =>
  async (method, path, body) => {
    const response = await fetch(stage.gatehouse.adminUrl + path, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text(), body: undefined as never };
  };
