import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { findFreePorts } from '../processes/ports.mjs';
import { readSettings } from './settings.mjs';
import { renderSummary } from './summary.mjs';
import { describePortProblem, findTakenPorts } from './taken-ports.mjs';

test('reports every wrong setting at once', () => {
  const { problems } = readSettings({
    GATEHOUSE_AUTH_PORT: '99999',
    PRINT_SHOP_PORT: 'x',
    GATEHOUSE_CODE_SECONDS: '0',
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(' ')[0]),
    ['PRINT_SHOP_PORT', 'GATEHOUSE_AUTH_PORT', 'GATEHOUSE_CODE_SECONDS'],
  );
});

test('reports a setting that does not exist', () => {
  const { problems } = readSettings({ GATEHOUSE_ATUH_PORT: '4000' });
  assert.deepEqual(problems, ['GATEHOUSE_ATUH_PORT is not a setting; is it misspelt?']);
});

test('does not repeat a secret that it refuses', () => {
  const { problems } = readSettings({ DATABASE_URL: 'hunter2' });
  assert.deepEqual(problems, ['DATABASE_URL is not a URL']);
});

test('public addresses follow the ports', () => {
  const { settings } = readSettings({ GATEHOUSE_AUTH_PORT: '5000' });
  assert.equal(settings.issuer, 'http://localhost:5000');
});

test('needs nothing from the environment', () => {
  assert.deepEqual(readSettings({}).problems, []);
});

test('a taken port is named with who wants it and the variable that changes it', async () => {
  const free = await findFreePorts(6);
  const names = [
    ...['GATEHOUSE_AUTH_PORT', 'GATEHOUSE_GATEWAY_PORT', 'GATEHOUSE_ADMIN_PORT'],
    ...['GATEHOUSE_POSTGRES_PORT', 'PRINT_SHOP_PORT', 'PHOTO_API_PORT'],
  ];
  const { settings } = readSettings(
    Object.fromEntries(names.map((name, index) => [name, String(free[index])])),
  );
  const other = createServer().listen(free[1], '127.0.0.1');
  const problems = await findTakenPorts(settings);
  other.close();
  assert.deepEqual(problems, [
    `Port ${free[1]}, wanted by the gateway, is taken by another program. Set GATEHOUSE_GATEWAY_PORT to a free port.`,
  ]);
});

test('two settings that name one port are refused', async () => {
  const [port] = await findFreePorts(1);
  const { settings } = readSettings({
    PRINT_SHOP_PORT: String(port),
    PHOTO_API_PORT: String(port),
    GATEHOUSE_ROLES: 'gateway',
  });
  const problems = await findTakenPorts({ ...settings, hasExample: true });
  assert.ok(problems.includes(`PHOTO_API_PORT and PRINT_SHOP_PORT are both ${port}.`));
});

test('a port that only root may open is not called taken', () => {
  const facts = { port: 80, who: 'the gateway', variable: 'GATEHOUSE_GATEWAY_PORT', host: '127.0.0.1' };
  assert.match(describePortProblem({ ...facts, code: 'EADDRINUSE' }), /taken by another program/);
  assert.match(
    describePortProblem({ ...facts, code: 'EACCES' }),
    /not open to this account.*GATEHOUSE_GATEWAY_PORT/,
  );
});

test('a later start says where the password of the operator was, and how to get in without it', () => {
  const { settings } = readSettings({});
  const facts = { settings, example: undefined, postgres: '127.0.0.1:54329/gatehouse', dataPlace: '.data/' };
  const first = renderSummary({ ...facts, operator: { username: 'admin', password: 'of-the-first-start' } });
  const later = renderSummary({ ...facts, operator: undefined });
  assert.match(first, /admin +password of-the-first-start +shown only now: keep it/);
  assert.match(
    later,
    /admin +password shown by the first start alone; lost it\? .*npm start -- --new-operator/,
  );
});
