import { obtainTokens } from '../fixtures/oauth.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';
import type { Seen } from './upstream.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

/** What the upstream saw of a request with these lines. */
async function arrive(target: string, lines: readonly string[]): Promise<Seen> {
  const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest(target, lines));
  expect(answer.status).toBe(200);
  return stage.upstream.seen.at(-1)!;
}

const names = ({ rawHeaders }: Seen): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase().replaceAll('_', '-'));

const identityOf = (seen: Seen): Record<string, unknown> =>
  Object.fromEntries(Object.entries(seen.headers).filter(([name]) => /^x[-_]gatehouse/.test(name)));

const FORGED = [
  'X-Gatehouse-User: root',
  'x-gatehouse-client: forged',
  'X-GATEHOUSE-APPLICATION: forged',
  'X_Gatehouse_User: root',
  'x_gatehouse-scope: everything',
  'X-Gatehouse-Role: admin',
];

describe('who calls', () => {
  it('is told to the upstream: the person, the client, its application, the scope', async () => {
    const { access_token } = await obtainTokens(stage, { scope: 'photos albums' });
    const seen = await arrive('/flickr/photos', [`Authorization: Bearer ${access_token}`]);
    expect(identityOf(seen)).toEqual({
      'x-gatehouse-user': stage.ada.id,
      'x-gatehouse-client': stage.printShop.clientId,
      'x-gatehouse-application': stage.printShop.applicationId,
      'x-gatehouse-scope': 'photos albums',
    });
  });

  it('has no person where a client calls for itself', async () => {
    const seen = await arrive('/flickr/photos', [`Authorization: Bearer ${stage.accessToken}`]);
    expect(identityOf(seen)).toEqual({
      'x-gatehouse-client': stage.machine.clientId,
      'x-gatehouse-application': stage.machine.applicationId,
      'x-gatehouse-scope': 'photos',
    });
  });

  it('cannot be forged, in whatever spelling', async () => {
    const lines = [`Authorization: Bearer ${stage.accessToken}`, ...FORGED];
    const seen = await arrive('/flickr/photos', lines);
    expect(identityOf(seen)).toEqual({
      'x-gatehouse-client': stage.machine.clientId,
      'x-gatehouse-application': stage.machine.applicationId,
      'x-gatehouse-scope': 'photos',
    });
  });

  it('cannot be forged on a public route, not even with a valid access token', async () => {
    const seen = await arrive('/flickr/public/a', [`Authorization: Bearer ${stage.accessToken}`, ...FORGED]);
    expect(identityOf(seen)).toEqual({});
  });

  it('cannot be named away by Connection (RFC 9110 §7.6.1)', async () => {
    const lines = [
      `Authorization: Bearer ${stage.accessToken}`,
      'Connection: X-Gatehouse-Client, X-Forwarded-For',
    ];
    const seen = await arrive('/flickr/photos', lines);
    expect(seen.headers['x-gatehouse-client']).toBe(stage.machine.clientId);
    expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1');
  });
});

describe("a client's headers", () => {
  it('reach the upstream as they are, without those for the gateway or of this hop alone', async () => {
    const seen = await arrive('/flickr/public/a', [
      `Authorization: Bearer ${stage.accessToken}`,
      'Proxy-Authorization: Basic eA==',
      'Connection: X-Hop, TE',
      'X-Hop: 1',
      'TE: trailers',
      'Keep-Alive: 5',
      'Upgrade: h2c',
      'HTTP2-Settings: AAA',
      'Forwarded: for=1.2.3.4',
      'X-HTTP-Method-Override: DELETE',
      'X-Original-URL: /private/a',
      'Accept-Encoding: br',
      'X-Twice: 1',
      'X-Twice: 2',
    ]);
    expect(names(seen).sort()).toEqual([
      'accept-encoding',
      'connection',
      'host',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-request-id',
      'x-twice',
      'x-twice',
    ]);
    expect(seen.headers['connection']).toBe('keep-alive');
    expect(seen.headers['x-twice']).toBe('1, 2');
  });

  it("do not carry the cookies of Gatehouse's own pages, which share a host name with the gateway", async () => {
    const cookie = 'Cookie: theme=dark; gatehouse-session=s; __Host-gatehouse-console=c; size=4';
    const seen = await arrive('/flickr/public/a', [cookie]);
    expect(seen.headers['cookie']).toBe('theme=dark; size=4');
  });

  it('the upstream is told where the request came from, and nobody else is believed about it', async () => {
    const seen = await arrive('/flickr/public/a', [
      'X-Forwarded-For: 1.2.3.4',
      'X_Forwarded_For: 1.2.3.4',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: https',
      'X-Real-IP: 1.2.3.4',
      'X-Request-Id: mine',
    ]);
    expect(seen.headers).toMatchObject({
      host: new URL(stage.upstream.url).host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'localhost',
      'x-forwarded-proto': 'http',
    });
    expect(JSON.stringify(seen.rawHeaders)).not.toMatch(/1\.2\.3\.4|evil|mine/);
  });

  it('bytes beyond ASCII arrive as they were sent', async () => {
    const seen = await arrive('/flickr/public/a', ['X-Name: Zo\u00eb']);
    expect(seen.headers['x-name']).toBe('Zo\u00eb');
  });
});

describe('the request ID', () => {
  it('is on every answer, new for each, and the upstream has the same', async () => {
    const [first, second] = [await call(stage, '/flickr/public/a'), await call(stage, '/flickr/photos')];
    const id = first.headers.get('x-request-id');
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(stage.upstream.seen.at(-1)?.headers['x-request-id']).toBe(id);
    expect(second.headers.get('x-request-id')).not.toBe(id);
    expect(second.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe("an upstream's answer", () => {
  const answerWith = (headers: [string, string][], status = 200, body = 'body'): void => {
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(status, 'Just So', headers.flat());
      response.end(body);
    };
  };

  it('reaches the client with status, reason, every Set-Cookie, and without what is of that hop alone', async () => {
    answerWith(
      [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Set-Cookie', 'gatehouse-session=fixed'],
        ['Connection', 'X-Hop'],
        ['X-Hop', '1'],
        ['Proxy-Authenticate', 'Basic'],
        ['X-Request-Id', 'theirs'],
        ['WWW-Authenticate', 'Custom realm="upstream"'],
        ['Content-Type', 'text/plain'],
      ],
      418,
    );
    const { status, headers, text } = await sendRaw(
      stage.gatehouse.gatewayUrl,
      buildRequest('/flickr/public/a'),
    );
    expect(status).toBe(418);
    expect(text).toMatch(/^HTTP\/1\.1 418 Just So\r\n/);
    expect(text.match(/^set-cookie: .*$/gim)).toEqual(['Set-Cookie: a=1', 'Set-Cookie: b=2']);
    expect([...headers.keys()].sort()).toEqual([
      'connection',
      'content-type',
      'date',
      'set-cookie',
      'transfer-encoding',
      'www-authenticate',
      'x-request-id',
    ]);
    expect(headers.get('x-request-id')).not.toBe('theirs');
  });

  it.each([204, 304])('%i has no body', async (status) => {
    answerWith([['ETag', '"1"']], status, '');
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a'));
    expect(answer).toMatchObject({ status, body: '' });
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('to HEAD has the length that GET would have, and no body', async () => {
    answerWith([['Content-Length', '4']], 200, '');
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a', [], 'HEAD'));
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers.get('content-length')).toBe('4');
  });

  it('that is compressed stays so, byte for byte', async () => {
    const bytes = Buffer.from('1f8b0800000000000003cb48cdc9c95728cf2fca49010085114a0d0b000000', 'hex');
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': bytes.length });
      response.end(bytes);
    };
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a'));
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Buffer.from(answer.body, 'latin1').equals(bytes)).toBe(true);
  });

  it('may be preceded by interim ones, which stay behind the gateway', async () => {
    stage.upstream.behaviour = (_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' }, () => {
        response.writeProcessing();
        response.end('final');
      });
    };
    const accessToken = await obtainAccessToken(stage, stage.machine);
    const response = await call(stage, '/flickr/photos', accessToken);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 200, body: 'final' });
  });
});
