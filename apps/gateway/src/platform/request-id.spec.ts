import type { IncomingMessage } from 'node:http';
import { chooseRequestId, nameRequest, requestIdOf } from './request-id.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PROXIES = new Set(['10.0.0.1']);

const aRequest = (id?: string, remoteAddress = '::ffff:10.0.0.1'): IncomingMessage =>
  ({ headers: { 'x-request-id': id }, socket: { remoteAddress } }) as unknown as IncomingMessage;

it('takes over what a trusted proxy has named a request', () => {
  expect(chooseRequestId(aRequest('edge-7f:42'), PROXIES)).toBe('edge-7f:42');
});

it.each([
  ['nobody trusted', aRequest('edge-7f:42', '192.0.2.1'), PROXIES],
  ['anybody, where nobody is trusted', aRequest('edge-7f:42'), new Set<string>()],
  ['one that named none', aRequest(), PROXIES],
  ['one whose name is too short', aRequest('short'), PROXIES],
  ['one whose name is too long', aRequest('x'.repeat(129)), PROXIES],
  ['one whose name could break out of a log', aRequest('edge-7f","admin":"1'), PROXIES],
])('names a request of %s itself', (_, request, proxies) => {
  expect(chooseRequestId(request, proxies)).toMatch(UUID);
});

it('a request keeps its name', () => {
  const [named, unnamed] = [aRequest('edge-7f:42'), aRequest()];
  nameRequest(named, PROXIES);
  expect(requestIdOf(named)).toBe('edge-7f:42');
  expect(requestIdOf(unnamed)).toBe(requestIdOf(unnamed));
});
