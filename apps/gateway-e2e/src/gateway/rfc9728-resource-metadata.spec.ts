import * as oauth from 'oauth4webapi';
import { INSECURE } from '../fixtures/judges.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';

let stage: GatewayStage;
let resource: string;

beforeAll(async () => {
  stage = await openGatewayStage();
  resource = stage.api.audience;
});
afterAll(closeGatewayStage);

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** What a refused call says about where to look. */
async function findAddress(path: string, accessToken?: string): Promise<string | undefined> {
  const response = await call(stage, path, accessToken);
  const challenge = response.headers.get('www-authenticate') ?? '';
  await response.body?.cancel();
  return /resource_metadata="([^"]*)"/.exec(challenge)?.[1];
}

describe('the metadata of an API (RFC 9728)', () => {
  it('is found from a refused call, and leads oauth4webapi to the authorization server (§5.1)', async () => {
    const address = await findAddress('/flickr/photos');
    expect(address).toBe(`${new URL(resource).origin}${WELL_KNOWN}/flickr`);
    const response = await oauth.resourceDiscoveryRequest(new URL(resource), INSECURE);
    const metadata = await oauth.processResourceDiscoveryResponse(new URL(resource), response);
    expect(metadata).toEqual({
      resource,
      authorization_servers: [stage.gatehouse.issuer],
      scopes_supported: ['photos', 'albums', 'prints'],
      bearer_methods_supported: ['header'],
      // RFC 9449 §5.1
      dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA', 'PS256', 'RS256'],
      resource_name: 'Flickr photos',
    });
  });

  it('is named in each refusal of a token, whatever is wrong with it', async () => {
    const address = `${new URL(resource).origin}${WELL_KNOWN}/flickr`;
    expect(await findAddress('/flickr/photos', 'unknown')).toBe(address);
    // insufficient_scope
    expect(await findAddress('/flickr/both', stage.accessToken)).toBe(address);
    expect(await findAddress('/flickr/public/a')).toBeUndefined();
  });

  it('may be read by clients in browsers, and be kept for a while', async () => {
    const { headers } = await call(stage, `${WELL_KNOWN}/flickr`);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
  });

  it('has no body for HEAD, and takes no other method', async () => {
    const head = await call(stage, `${WELL_KNOWN}/flickr`, undefined, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await call(stage, `${WELL_KNOWN}/flickr`, undefined, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each(['', '/', '/nothing', '/flickr/photos', '/flickr/', '/flickr?a=b'])(
    'is not there for %j',
    async (path) => {
      expect((await call(stage, WELL_KNOWN + path)).status).toBe(404);
    },
  );

  it('is not there for an API that goes by another name: it "MUST be identical" to where it was called (§3.3)', async () => {
    await publish(stage, stage.upstream.url, {
      name: 'Elsewhere',
      basePath: '/elsewhere',
      audience: 'https://elsewhere.example/api',
    });
    expect((await call(stage, `${WELL_KNOWN}/elsewhere`)).status).toBe(404);
    expect(await findAddress('/elsewhere/photos')).toBeUndefined();
  });

  it('is gone with the API, at once', async () => {
    const { id } = await publish(stage, stage.upstream.url, { name: 'Brief', basePath: '/brief' });
    expect((await call(stage, `${WELL_KNOWN}/brief`)).status).toBe(200);
    await stage.admin.delete(`/api/apis/${id}`);
    expect((await call(stage, `${WELL_KNOWN}/brief`)).status).toBe(404);
  });
});
