import type {
  AllowedApplication,
  ApiDetail,
  CatalogueDetail,
  Page,
  ScopeDetail,
  ScopeUse,
} from '@gatehouse/dto';
import { openAccount } from '../factors/account.js';
import {
  consent,
  createBrowserOf,
  type InteractionFacts,
  interactionOf,
  signIn,
} from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  openGatewayStage,
  publish,
} from '../gateway/gateway-stage.js';

let stage: GatewayStage;
let api: ApiDetail;

const PHOTOS = {
  title: 'See your photos',
  description: 'All of them.',
  texts: {
    de: { title: ' Ihre Fotos sehen ', description: '' },
    fr: { title: 'Voir vos photos', description: 'Toutes.' },
    en: { title: '' },
  },
  icon: 'photo',
  sensitivity: 'sensitive',
};
const SHOWN = {
  en: { title: 'See your photos', description: 'All of them.' },
  de: { title: 'Ihre Fotos sehen', description: 'All of them.' },
  fr: { title: 'Voir vos photos', description: 'Toutes.' },
};
const LOOKS = { name: 'photos', icon: 'photo', sensitivity: 'sensitive' };

const list = (query = ''): Promise<Page<ScopeDetail>> => stage.admin.get(`/api/scopes${query}`);
const find = async (query: string): Promise<readonly string[]> =>
  (await list(query)).items.map(({ name }) => name);
const get = (name: string): Promise<ScopeUse> => stage.admin.get(`/api/scopes/${name}`);

beforeAll(async () => {
  stage = await openGatewayStage();
  api = await publish(stage, stage.upstream.url, {
    name: 'Darkroom',
    basePath: '/darkroom',
    policies: { isListed: true },
    routes: [
      { methods: ['GET'], path: '/*', access: 'scopes', scopes: ['photos', 'albums'], scopeMatch: 'any' },
    ],
  });
  await stage.admin.post('/api/scopes', { name: 'spare', title: 'Be spare' });
  await stage.admin.put('/api/scopes/photos', { ...PHOTOS, version: 1 });
});
afterAll(closeGatewayStage);

describe('what end users read of a scope', () => {
  it('is stored without what is empty, and outlives a restart', async () => {
    await stage.gatehouse.restart();
    expect(await get('photos')).toMatchObject({
      ...PHOTOS,
      texts: { de: { title: 'Ihre Fotos sehen' }, fr: PHOTOS.texts.fr },
      version: 2,
    });
    expect((await get('photos')).texts).not.toHaveProperty('en');
    expect(await get('albums')).toMatchObject({ texts: {}, icon: 'key', sensitivity: 'normal' });
  });

  it('is in the language of the page, and else in the default words', async () => {
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    await signIn(browser, page, stage.ada);
    for (const [language, words] of Object.entries(SHOWN)) {
      const headers = { 'x-page-language': language };
      const facts = await browser.fetch(`/interaction/${interactionOf(page)}`, { headers });
      const { scopes } = (await facts.json()) as InteractionFacts;
      expect(scopes).toEqual([{ ...LOOKS, ...words, isNew: true }]);
      const told = await fetch(`${stage.gatehouse.authUrl}/catalogue/apis/${api.id}`, { headers });
      expect(((await told.json()) as CatalogueDetail).scopes).toContainEqual({ ...LOOKS, ...words });
    }
    await consent(browser, page);
    const account = await openAccount(stage, stage.ada);
    for (const [language, words] of Object.entries(SHOWN)) {
      const headers = { 'x-page-language': language };
      const answer = await account.browser.fetch('/account/security/authorizations', { headers });
      const [allowed] = (await answer.json()) as AllowedApplication[];
      expect(allowed?.scopes).toMatchObject([{ ...LOOKS, ...words }]);
    }
  });

  it.each([
    ['texts.de.title', { texts: { de: { title: 'x'.repeat(121) } } }],
    ['texts.fr.description', { texts: { fr: { description: 7 } } }],
    ['texts.es', { texts: { es: { title: 'Ver sus fotos' } } }],
    ['texts.de.hint', { texts: { de: { hint: 'x' } } }],
    ['texts.de.title', { texts: { de: { title: 'Bank \u202Eknab' } } }],
    ['icon', { icon: '../../logo' }],
    ['sensitivity', { sensitivity: 'secret' }],
    ['title', { title: '' }],
  ])('is refused where %s is wrong, and nothing changes', async (field, part) => {
    const { version } = await get('photos');
    const answer = await stage.admin.request<{ errors?: { field: string }[] }>('PUT', '/api/scopes/photos', {
      ...PHOTOS,
      version,
      ...part,
    });
    expect(answer.status).toBe(400);
    expect((answer.body.errors ?? []).map((error) => error.field)).toContain(field);
    expect((await get('photos')).version).toBe(version);
  });
});

describe('the list of scopes', () => {
  it('is searched, filtered and paged, the built-in ones last', async () => {
    expect(await find('?search=voir')).toEqual(['photos']);
    expect(await find('?search=darkroom')).toEqual(['albums', 'photos']);
    expect(await find('?isUsed=false')).toEqual(['spare']);
    expect(await find('?sensitivity=sensitive')).toEqual(['photos', 'gatehouse.read']);
    expect(await find('?names=prints%20openid%20none')).toEqual(['prints', 'openid']);
    expect(await find('?isBuiltIn=true&search=e-mail')).toEqual(['email']);
    const all = await find('?pageSize=200');
    const paged = await Promise.all([1, 2, 3, 4].map((page) => find(`?pageSize=4&page=${page}`)));
    expect(paged.flat()).toEqual(all);
    expect(all.slice(0, 5)).toEqual(['albums', 'photos', 'prints', 'spare', 'gatehouse.read']);
    expect((await list('?pageSize=4&page=2')).total).toBe(all.length);
    for (const query of ['isUsed=perhaps', 'sensitivity=secret', 'names=a%22b', 'pageSize=0'])
      expect((await stage.admin.request('GET', `/api/scopes?${query}`)).status).toBe(400);
  });
});

describe('one scope', () => {
  it('tells of the routes that need it, who may have it, and how much it is used', async () => {
    const before = await get('photos');
    expect(before).toMatchObject({
      usedBy: expect.arrayContaining([{ apiId: api.id, apiName: 'Darkroom' }]),
    });
    expect(before.routes).toContainEqual({
      apiId: api.id,
      apiName: 'Darkroom',
      methods: ['GET'],
      path: '/*',
      others: ['albums'],
      scopeMatch: 'any',
    });
    expect(before).toMatchObject({
      clientCount: 2,
      applicationCount: 2,
      apiKeyCount: 0,
      authorizationCount: 1,
    });
    expect((await call(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
    await waitUntil('the call', async () => (await get('photos')).calls === before.calls + 1);
    expect(Date.parse((await get('photos')).lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 3_700_000);
    expect((await stage.admin.request('GET', '/api/scopes/none')).status).toBe(404);
    expect(await get('openid')).toMatchObject({ builtIn: true, version: 0, icon: 'id' });
  });

  it('takes the API keys that have it along when it is deleted', async () => {
    await stage.admin.post('/api/scopes', { name: 'brief', title: 'Be brief' });
    const path = `/api/applications/${stage.printShop.applicationId}/api-keys`;
    await stage.admin.post(path, { name: 'Nightly', scopes: ['photos', 'brief'] });
    expect(await get('brief')).toMatchObject({ apiKeyCount: 1 });
    await stage.admin.delete('/api/scopes/brief');
    const { items } = await stage.admin.get<Page<{ scopes: string[] }>>(path);
    expect(items[0]?.scopes).toEqual(['photos']);
    const refused = await stage.admin.request('DELETE', '/api/scopes/albums');
    const apis: unknown = expect.stringContaining('Darkroom');
    expect(refused.body).toMatchObject({ status: 409, code: 'scope-in-use', values: { apis } });
  });
});
