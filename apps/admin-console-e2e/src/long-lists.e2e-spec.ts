import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  complaints = [];
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

describe('an organization with more members than a page has', () => {
  it('is paged and searched, beside its applications, and loses a member from the last page', async () => {
    const { id } = await admin.post<{ readonly id: string }>('/api/organizations', {
      name: 'Photographers',
      description: '',
    });
    await runSql(
      gatehouse.databaseUrl,
      `WITH people AS (INSERT INTO users (id, username, display_name, operator_role)
         SELECT gen_random_uuid(), 'member-' || lpad(n::text, 3, '0'), 'Member ' || n, 'member' FROM generate_series(1, 226) n RETURNING id)
       INSERT INTO organization_members (organization_id, user_id, role) SELECT '${id}', id, 'viewer' FROM people`,
    );
    await page.goto(`${gatehouse.adminUrl}/organizations/${id}`);
    const members = page.getByRole('region', { name: 'Members' });
    await members.getByText('226 members').waitFor();
    await members.getByText('member-025').waitFor();
    await members.getByRole('button', { name: '10', exact: true }).click();
    // The 226th is alone there.
    await members.getByText('member-226').waitFor();
    expect(new URL(page.url()).searchParams.get('members.page')).toBe('10');
    await look(page, 'console-organization-members');
    await members.getByRole('button', { name: 'Remove member-226' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await members.getByText('225 members').waitFor();
    await members.getByText('member-225').waitFor();
    await members.getByRole('searchbox', { name: 'Search members' }).fill('member 17');
    await members.getByText('11 members').waitFor();
    await members.getByText('member-179').waitFor();
    await page.getByRole('region', { name: 'Applications' }).getByText('No applications yet').waitFor();
    await page.reload();
    await members.getByText('11 members').waitFor();
  });
});

it('no page has complained', () => {
  expect(complaints).toEqual([]);
});
