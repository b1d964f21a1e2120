import { isActive } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { publishWith } from './credentials.js';
import {
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';

let stage: GatewayStage;
let service: TestClient;
let stranger: TestClient;

beforeAll(async () => {
  stage = await openGatewayStage();
  service = await registerClient(stage.admin, { kind: 'machine', name: 'Photo service' });
  stranger = await registerClient(stage.admin, { kind: 'machine', name: 'Stranger' });
});
afterAll(closeGatewayStage);

it('every confidential client may introspect while no API of the access token names its resource server', async () => {
  for (const client of [service, stranger, stage.machine])
    expect(await isActive(stage, stage.accessToken, client)).toBe(true);
});

it('where an API names them, they and its own client may, and others hear nothing (RFC 7662 §4)', async () => {
  await publishWith(stage, {
    callers: { access: 'everyone', applicationIds: [], resourceServerIds: [service.applicationId] },
  });
  const accessToken = await obtainAccessToken(stage, stage.machine);
  expect(await isActive(stage, accessToken, service)).toBe(true);
  expect(await isActive(stage, accessToken, stage.machine)).toBe(true);
  // Twice: it is remembered the second time.
  expect(await isActive(stage, accessToken, stranger)).toBe(false);
  expect(await isActive(stage, accessToken, stranger)).toBe(false);
});
