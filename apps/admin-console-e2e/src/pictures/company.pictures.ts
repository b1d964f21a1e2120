import type { Page } from 'playwright-core';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { type Company, COMPANY_ENV, moveCompanyIn } from '../company.js';
import { signInToConsole } from '../operator.js';
import { fillOrganization, keepCalling } from './callers.js';
import { content, openPage, openStage, section, type Stage, takeDialog, takePicture } from './stage.js';

/** Nobody of the directory signs in here. */
const DIRECTORY_ENV = {
  GATEHOUSE_LDAP_URL: 'ldaps://directory.example',
  GATEHOUSE_LDAP_BIND_DN: 'cn=gatehouse,dc=example',
  GATEHOUSE_LDAP_BIND_PASSWORD: 'what the directory knows',
  GATEHOUSE_LDAP_BASE_DN: 'ou=people,dc=example',
};

let stage: Stage;
let company: Company;
let page: Page;

beforeAll(async () => {
  stage = await openStage({ ...COMPANY_ENV, ...DIRECTORY_ENV });
  company = await moveCompanyIn(stage.gatehouse);
  page = await openPage(stage.browser);
  await signInToConsole(page, stage.gatehouse.adminUrl, stage.gatehouse.operator.password);
});
afterAll(async () => {
  company?.close();
  await stage?.close();
});

const open = async (path: string): Promise<void> => {
  await page.goto(stage.gatehouse.adminUrl + path);
  await page.waitForLoadState('networkidle');
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');

it('overview', async () => {
  await section(page, 'First steps').getByRole('button', { name: 'Skip' }).click();
  await section(page, 'First steps').waitFor({ state: 'detached' });
  await page.getByText('7 days', { exact: true }).click();
  await section(page, 'Calls').getByText('in the last 7 days').first().waitFor();
  await page.setViewportSize({ width: 1280, height: 880 });
  await takePicture(page, 'overview');
  await page.setViewportSize({ width: 1280, height: 800 });
});

it('why a call was refused, and where its access token comes from', async () => {
  await page.setViewportSize({ width: 800, height: 800 });
  await open(`/traffic/${company.requestId}`);
  const verdict = page.locator('main').getByText('The gateway refused it.').locator('xpath=ancestor::*[2]');
  await takePicture(page, 'why', content(page).locator('h1'), verdict, section(page, 'Checks'));
  await takePicture(page, 'why-token', section(page, 'Access token'));
  await page.setViewportSize({ width: 1280, height: 800 });
});

it('a secret and a signing key give way to the next', async () => {
  await open(`/applications/${company.applicationId}/clients/${company.clientId}#secrets`);
  await section(page, 'Secrets').getByRole('button', { name: 'Rotate secret' }).click();
  await takeDialog(page, 'secret-rotate');
  await dialog().getByRole('button', { name: 'Make a new secret' }).click();
  await button('I have copied it').click();
  await page.reload();
  await section(page, 'Secrets').getByRole('row').nth(2).waitFor();
  await takePicture(page, 'secrets', section(page, 'Secrets'));
  await open('/keys');
  await page.getByRole('button', { name: 'Rotate the ES256 key' }).click();
  await takeDialog(page, 'key-rotate');
  await dialog().getByRole('button', { name: 'Rotate' }).click();
  await dialog().getByRole('button', { name: 'Done' }).click();
  await open('/keys');
  await takePicture(page, 'keys', content(page).locator('h1'), section(page, 'ES256'));
});

it('team, organizations and requests', async () => {
  await fillOrganization(company);
  await open('/team');
  await takePicture(page, 'team', content(page));
  await open(`/requests/${company.registrationRequestId}`);
  await takePicture(page, 'request', content(page));
  await open(`/organizations/${company.organizationId}`);
  await takePicture(
    page,
    'organization',
    content(page).locator('h1'),
    section(page, 'Applications'),
    section(page, 'Members'),
  );
});

it('the audit log is verified', async () => {
  await open('/audit');
  await button('Verify').click();
  await dialog().getByRole('button', { name: 'Verify' }).click();
  await dialog().getByText('The log is unbroken').waitFor();
  await takeDialog(page, 'audit-verified');
});

it('several nodes, and since when all of them refuse', async () => {
  const more = [
    await startGatehouse({ database: stage.gatehouse.databaseUrl }),
    await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['gateway'] }),
  ];
  await open(`/authorizations/${company.authorizationId}`);
  await button('Revoke all of it').click();
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByText(/Refused everywhere/)
    .first()
    .waitFor();
  await open('/nodes');
  await page.getByRole('heading', { name: '3 nodes' }).waitFor();
  await takePicture(page, 'nodes', content(page));
  await takePicture(page, 'receipt', section(page, 'Revocations and changes'));
  for (const node of more) await node.stop();
});

it('calls as they come', async () => {
  const stop = await keepCalling(stage.gatehouse, company.admin);
  try {
    await open('/traffic');
    // As many as make the little chart a chart.
    await page.getByRole('row').nth(60).waitFor({ timeout: 90_000 });
    await takePicture(page, 'traffic', content(page).locator('h1'), page.getByRole('row').nth(9));
  } finally {
    await stop();
  }
});

it('what comes from the environment', async () => {
  await open('/settings');
  await page.getByText('Outside directory', { exact: true }).click();
  const first = page.getByText('GATEHOUSE_LDAP_URL', { exact: true });
  await first.waitFor();
  await takePicture(
    page,
    'directory-settings',
    page.getByText('Outside directory', { exact: true }),
    first.locator('xpath=ancestor::*[2]'),
    page.getByText('GATEHOUSE_LDAP_BASE_DN', { exact: true }).locator('xpath=ancestor::*[2]'),
  );
});
