import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createKnownDevices } from './known-devices.js';

const ISSUER = 'https://login.example';
const devices = createKnownDevices(ISSUER, randomBytes(32));

const requestWith = (setCookie?: string): IncomingMessage =>
  ({ headers: setCookie === undefined ? {} : { cookie: setCookie.split(';')[0] } }) as IncomingMessage;

describe('a browser', () => {
  it('is a stranger until somebody has signed in', () => {
    expect(devices.find(requestWith(), 'ada')).toBeUndefined();
  });

  it('is known afterwards, to that user alone', () => {
    const request = requestWith(devices.remember(requestWith(), 'ada'));
    expect(devices.find(request, 'ada')).toMatch(/^[\w-]{22}$/);
    expect(devices.find(request, 'bob')).toBeUndefined();
  });

  it('keeps its name over sign-ins, and has another for another user', () => {
    const first = requestWith(devices.remember(requestWith(), 'ada'));
    const second = requestWith(devices.remember(first, 'bob'));
    const third = requestWith(devices.remember(second, 'ada'));
    expect(devices.find(third, 'ada')).toBe(devices.find(first, 'ada'));
    expect(devices.find(third, 'bob')).toBe(devices.find(second, 'bob'));
    expect(devices.find(third, 'bob')).not.toBe(devices.find(third, 'ada'));
  });

  it('remembers five users, the last ones', () => {
    let request = requestWith();
    for (const user of ['1', '2', '3', '4', '5', '6']) request = requestWith(devices.remember(request, user));
    expect(devices.find(request, '1')).toBeUndefined();
    expect(devices.find(request, '2')).toBeDefined();
    expect(devices.find(request, '6')).toBeDefined();
  });

  it.each([
    ['another key', () => createKnownDevices(ISSUER, randomBytes(32)).remember(requestWith(), 'ada')],
    ['a changed name', () => devices.remember(requestWith(), 'ada').replace(/=(.)/, '=_')],
    ['nothing', () => '__Host-gatehouse-devices='],
    ['a note without a signature', () => `__Host-gatehouse-devices=${'a'.repeat(22)}`],
    ['a megabyte', () => `__Host-gatehouse-devices=${'~'.repeat(1_000_000)}`],
  ])('is a stranger with %s', (_, make) => {
    expect(devices.find(requestWith(make()), 'ada')).toBeUndefined();
  });

  it('is told so in a cookie that no script reads and no other site sends', () => {
    const cookie = devices.remember(requestWith(), 'ada');
    for (const attribute of ['__Host-', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(cookie).toContain(attribute);
  });
});
