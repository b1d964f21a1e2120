import type { AllowedApplication, ApplicationDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openAccount } from '../factors/account.js';
import { createBrowserOf } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, obtainTokens } from '../fixtures/oauth.js';
import { openStage, type Stage } from '../fixtures/stage.js';

/** One transparent pixel. */
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The same, as far as its head says. */
function makeWide(pixels: number): string {
  const bytes = Buffer.from(PNG.slice(22), 'base64');
  bytes.writeUInt32BE(pixels, 16);
  return PNG.slice(0, 22) + bytes.toString('base64');
}

const FACTS = {
  publisher: 'Print Shop GmbH',
  isVerified: true,
  homepageUrl: 'https://print.example/',
  privacyUrl: 'https://print.example/privacy',
  termsUrl: 'https://print.example/terms',
};
const CONTACT = { contactEmail: 'help@print.example', contactPhone: '+49 (30) 1234-567' };

let stage: Stage;
let path: string;

beforeAll(async () => {
  stage = await openStage();
  path = `/api/applications/${stage.printShop.applicationId}`;
});
afterAll(() => stopAllGatehouses());

const get = (): Promise<ApplicationDetail> => stage.admin.get(path);
const change = async (body: object): Promise<ApplicationDetail> =>
  stage.admin.patch(path, { version: (await get()).version, ...body });
const putLogo = async (logo: string): Promise<ApplicationDetail> =>
  stage.admin.put(`${path}/logo`, { version: (await get()).version, logo });

async function refusedFields(method: string, at: string, body: object): Promise<readonly string[]> {
  const { version } = await get();
  const answer = await stage.admin.request<{ errors?: { field: string }[] }>(method, at, {
    version,
    ...body,
  });
  expect(answer.status).toBe(400);
  expect((await get()).version).toBe(version);
  return (answer.body.errors ?? []).map(({ field }) => field);
}

describe('what an application says of itself', () => {
  it('is seen where people are asked, and where they look at what they have allowed', async () => {
    expect(await change({ ...FACTS, ...CONTACT })).toMatchObject({ ...FACTS, ...CONTACT, kind: 'web' });
    const { logoUrl } = await putLogo(PNG);
    expect(logoUrl).toMatch(/^\/application-logos\/[0-9a-f]{64}$/);
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    expect((await browser.openPage(page)).application).toMatchObject({ ...FACTS, logoUrl });
    await obtainTokens(stage, {});
    const account = await openAccount(stage, stage.ada);
    const answer = await account.browser.fetch('/account/security/authorizations');
    expect((await answer.json()) as AllowedApplication[]).toMatchObject([{ ...FACTS, logoUrl }]);
  });

  it.each([
    ['contactEmail', 'nobody'],
    ['contactPhone', '12'],
    ['contactPhone', 'call me <b>'],
    ['homepageUrl', 'javascript:alert(1)'],
    ['privacyUrl', 'print.example/privacy'],
    ['termsUrl', 'https://me:secret@print.example/'],
    ['publisher', ''],
    ['isVerified', 'yes'],
  ])('is refused where %s is %j, and nothing changes', async (field, value) => {
    expect(await refusedFields('PATCH', path, { [field]: value })).toContain(field);
  });
});

describe('the logo', () => {
  it('is a picture and nothing else, under an address of its own, on both listeners', async () => {
    const { logoUrl } = await putLogo(PNG);
    for (const origin of [stage.gatehouse.authUrl, stage.gatehouse.adminUrl]) {
      const response = await fetch(`${origin}${logoUrl ?? ''}`);
      expect(response.headers.get('content-type')).toBe('image/png');
      expect(response.headers.get('content-security-policy')).toContain('sandbox');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe(PNG.slice(22));
    }
    const token = await stage.admin.getAccessToken();
    const headers = { authorization: `Bearer ${token}` };
    const byId = await fetch(`${stage.gatehouse.adminUrl}${path}/logo`, { headers });
    expect(Buffer.from(await byId.arrayBuffer()).toString('base64')).toBe(PNG.slice(22));
    expect((await fetch(`${stage.gatehouse.adminUrl}${path}/logo`)).status).toBe(401);
  });

  it('outlives a restart, and is gone when it is taken away', async () => {
    const { logoUrl } = await putLogo(PNG);
    await stage.gatehouse.restart();
    expect((await fetch(`${stage.gatehouse.authUrl}${logoUrl ?? ''}`)).status).toBe(200);
    await stage.admin.delete(`${path}/logo`);
    expect(await get()).toMatchObject({ logoUrl: null });
    expect((await fetch(`${stage.gatehouse.authUrl}${logoUrl ?? ''}`)).status).toBe(404);
    expect((await stage.admin.request('GET', `${path}/logo`)).status).toBe(404);
  });

  it.each([
    ['an SVG', 'data:image/svg+xml;base64,PHN2Zy8+'],
    ['a text that says it is a picture', 'data:image/png;base64,PHNjcmlwdD4='],
    ['a picture under the type of another', PNG.replace('image/png', 'image/jpeg')],
    ['a picture of 4096 pixels a side', makeWide(4096)],
    ['a large one', `${PNG.slice(0, 40)}${'A'.repeat(70_000)}`],
  ])('cannot be %s', async (_, logo) => {
    expect(await refusedFields('PUT', `${path}/logo`, { logo })).toContain('logo');
  });

  it('is not put on an application that somebody else has changed meanwhile', async () => {
    const { version } = await get();
    await change({ description: 'Newer' });
    expect((await stage.admin.request('PUT', `${path}/logo`, { version, logo: PNG })).status).toBe(409);
    expect((await get()).logoUrl).toBeNull();
  });
});
