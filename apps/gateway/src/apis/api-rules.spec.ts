import 'reflect-metadata';
import type { ApiInput } from '@gatehouse/dto';
import { DEFAULT_POLICIES } from '@gatehouse/gateway-core';
import { type ApiSurroundings, listApiErrors, type OtherApi } from './api-rules.js';

const other = (changes: Partial<OtherApi>): OtherApi => ({
  id: 'other',
  name: 'Other',
  hosts: [],
  basePath: '/other',
  audience: 'https://other.example',
  policies: DEFAULT_POLICIES,
  ...changes,
});
const none = { has: () => false };
const surroundings = (...others: OtherApi[]): ApiSurroundings => ({
  env: { gatewayUrl: 'http://gw.example:4001', gatewayPort: 4001, host: '127.0.0.1' },
  scopes: none,
  detailsTypes: none,
  providers: none,
  applications: none,
  outsideIssuers: new Map(),
  hasDocument: false,
  others,
});
const OWN: ApiInput = {
  name: 'Own',
  basePath: '/own',
  targets: [{ url: 'http://gw.example:4001/own/inner' }],
  routes: [],
};
const fieldsOf = (...others: OtherApi[]): string[] =>
  listApiErrors(OWN, surroundings(...others)).map(({ field }) => field);

describe('a target at the gateway', () => {
  it('is an endless loop where the API itself would answer', () => {
    expect(fieldsOf()).toEqual(['targets.0.url']);
  });

  it('and none where an API at / has that host', () => {
    expect(fieldsOf(other({ hosts: ['gw.example'], basePath: '/' }))).toEqual([]);
    expect(fieldsOf(other({ hosts: ['gw.example'], basePath: '/elsewhere' }))).toEqual(['targets.0.url']);
  });
});
