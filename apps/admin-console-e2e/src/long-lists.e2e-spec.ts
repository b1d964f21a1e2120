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

describe('authorizations', () => {
  it('are found by user, application, scope and state, alone and together', async () => {
    for (const name of ['photos', 'albums']) await admin.post('/api/scopes', { name, title: name });
    await runSql(
      gatehouse.databaseUrl,
      `INSERT INTO users (id, username, display_name) VALUES (gen_random_uuid(), 'ada', 'Ada Lovelace'), (gen_random_uuid(), 'grace', 'Grace Hopper')`,
      `INSERT INTO applications (id, name, created_by) VALUES (gen_random_uuid(), 'Print Shop', 'a spec'), (gen_random_uuid(), 'Photo Wall', 'a spec')`,
      `INSERT INTO authorizations (id, application_id, user_id, scopes, revoked_at)
       SELECT gen_random_uuid(), a.id, u.id, r.scopes, r.revoked_at
       FROM (VALUES ('ada', 'Print Shop', '{photos}'::text[], NULL::timestamptz), ('ada', 'Photo Wall', '{albums}', NULL),
         ('grace', 'Print Shop', '{photos,albums}', NULL), ('grace', 'Photo Wall', '{photos}', now())) r (username, name, scopes, revoked_at)
       JOIN users u ON u.username = r.username JOIN applications a ON a.name = r.name`,
    );
    await page.goto(`${gatehouse.adminUrl}/authorizations`);
    const rows = page.getByRole('row').filter({ hasText: /Ada Lovelace|Grace Hopper/ });
    /** Waits until just these are listed, as "user, application". */
    const expectRows = async (...wanted: readonly string[]): Promise<void> => {
      await page
        .getByText(`${wanted.length} authorization${wanted.length === 1 ? '' : 's'}`, { exact: true })
        .waitFor();
      for (const one of wanted) {
        const [user = '', application = ''] = one.split(', ');
        await rows.filter({ hasText: user }).filter({ hasText: application }).waitFor();
      }
      expect(await rows.count()).toBe(wanted.length);
    };
    const choose = async (filter: string, option: string): Promise<void> => {
      const input = page.getByRole('combobox', { name: filter, exact: true });
      await input.click();
      await page.getByRole('option', { name: option, exact: true }).filter({ visible: true }).click();
    };
    const clear = (filter: string): Promise<void> =>
      page.getByLabel(`Any ${filter}`, { exact: true }).click();

    await expectRows('Ada, Print Shop', 'Ada, Photo Wall', 'Grace, Print Shop');
    await choose('User', 'Ada Lovelace (ada)');
    await expectRows('Ada, Print Shop', 'Ada, Photo Wall');
    await choose('Application', 'Photo Wall');
    await expectRows('Ada, Photo Wall');
    await clear('user');
    await clear('application');
    await choose('Scope', 'albums');
    await expectRows('Ada, Photo Wall', 'Grace, Print Shop');
    await clear('scope');
    await choose('State', 'Revoked');
    await expectRows('Grace, Photo Wall');
    await rows.getByText('Revoked').waitFor();
    await choose('State', 'Active and revoked');
    await choose('User', 'Grace Hopper (grace)');
    await choose('Scope', 'photos');
    await expectRows('Grace, Print Shop', 'Grace, Photo Wall');
    await look(page, 'console-authorizations-filtered');
    await page.reload();
    await expectRows('Grace, Print Shop', 'Grace, Photo Wall');
  });
});

it('no page has complained', () => {
  expect(complaints).toEqual([]);
});
