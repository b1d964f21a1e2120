import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
  stage.upstream.behaviour = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.write('hello');
    response.addTrailers([
      ['X-Checksum', 'abc'],
      ['Set-Cookie', 'a=b'],
      ['X-Request-Id', 'forged'],
    ]);
    response.end();
  };
});
afterAll(closeGatewayStage);

const get = (...lines: string[]) =>
  sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a', lines));

describe('trailers of an answer in chunks (RFC 9110 §6.5)', () => {
  it('reach a client that asked for them, without those that may not be there', async () => {
    const { status, body } = await get('TE: trailers');
    expect(status).toBe(200);
    expect(body).toBe('5\r\nhello\r\n0\r\nX-Checksum: abc\r\n\r\n');
  });

  it.each([[[]], [['TE: gzip']]])('are dropped for one that did not: %j', async (lines: string[]) => {
    expect((await get(...lines)).body).toBe('5\r\nhello\r\n0\r\n\r\n');
  });
});
