import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { ADA_PASSWORD, type Company, COMPANY_ENV, moveCompanyIn } from '../company.js';
import { fillSignIn, signInToConsole } from '../operator.js';
import { content, openPage, openStage, section, type Stage, takePicture } from './stage.js';

const CALLBACK = 'https://print.example/callback';
const VERIFIER = 'v'.repeat(43);

let stage: Stage;
let company: Company;
let person: Page;
let clientSecret: string;

beforeAll(async () => {
  stage = await openStage(COMPANY_ENV);
  company = await moveCompanyIn(stage.gatehouse);
  const { admin, applicationId, clientId } = company;
  ({ clientSecret } = await admin.post<{ clientSecret: string }>(
    `/api/applications/${applicationId}/clients/${clientId}/secrets`,
    { overlapSeconds: 0 },
  ));
  await present();
  person = await openPage(stage.browser);
});
afterAll(async () => {
  company?.close();
  await stage?.close();
});

/** Gives the print shop what people see of it: a logo, a publisher whom somebody has checked. */
async function present(): Promise<void> {
  const { admin, applicationId } = company;
  const path = `/api/applications/${applicationId}`;
  const canvas = await stage.browser.newPage({ viewport: { width: 96, height: 96 } });
  await canvas.setContent(
    `<body style="margin:0;background:#8a3ffc;display:grid;place-items:center;height:96px"><svg width="64" height="64"
      viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="1.8"><path d="M7 8V3h10v5M6 17H3V9h18v8h-3M7 14h10v7H7z"/></svg>`,
  );
  const logo = `data:image/png;base64,${(await canvas.screenshot()).toString('base64')}`;
  await canvas.close();
  const { version } = await admin.get<{ version: number }>(path);
  await admin.patch(path, {
    version,
    description: 'Prints your photos on real paper.',
    publisher: 'Print Shop Ltd',
    isVerified: true,
    homepageUrl: 'https://print.example/',
    privacyUrl: 'https://print.example/privacy',
    termsUrl: 'https://print.example/terms',
  });
  await admin.put(`${path}/logo`, { version: version + 1, logo });
}

async function redeem(code: string): Promise<string> {
  const answer = await fetch(`${stage.gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${company.clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: VERIFIER,
      redirect_uri: CALLBACK,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

it('registers a web site', async () => {
  const operator = await openPage(stage.browser);
  await signInToConsole(operator, stage.gatehouse.adminUrl, stage.gatehouse.operator.password);
  await operator.goto(`${stage.gatehouse.adminUrl}/applications/new`);
  await operator.getByRole('radio', { name: /^Web site/ }).click();
  await operator.getByRole('textbox', { name: 'Name' }).fill('Wedding albums');
  await operator.getByLabel('Callback URL 1', { exact: true }).fill('https://albums.example/callback');
  await operator.getByRole('checkbox', { name: /See your photos/ }).check();
  await takePicture(
    operator,
    'register-application',
    content(operator).locator('h1'),
    operator.getByRole('radiogroup'),
    operator.getByLabel('Name'),
  );
  await operator.goto(`${stage.gatehouse.adminUrl}/identity-providers/${company.identityProviderId}`);
  await takePicture(
    operator,
    'identity-provider',
    content(operator).locator('h1'),
    section(operator, 'Callback address'),
    section(operator, 'The provider'),
  );
});

it('signs in, consents, and sees what was used', async () => {
  let code = '';
  await person.route(`${CALLBACK}*`, (route) => {
    code = new URL(route.request().url()).searchParams.get('code') ?? '';
    return route.fulfill({ body: '<h1>Printed</h1>', contentType: 'text/html' });
  });
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: company.clientId,
    redirect_uri: CALLBACK,
    scope: 'photos orders',
    resource: `${stage.gatehouse.gatewayUrl}/photos`,
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  await person.goto(`${stage.gatehouse.issuer}/oauth2/authorize?${request.toString()}`);
  await person.getByRole('button', { name: 'Continue with Company account' }).waitFor();
  await takePicture(person, 'sign-in', person.locator('main'));
  await fillSignIn(person, 'grace', ADA_PASSWORD);
  await person.getByRole('button', { name: 'Allow' }).waitFor();
  await takePicture(person, 'consent', person.locator('main'));
  await person.getByRole('button', { name: 'Allow' }).click();
  await person.getByRole('heading', { name: 'Printed' }).waitFor();
  const authorization = `Bearer ${await redeem(code)}`;
  for (let calls = 0; calls < 14; calls += 1)
    await fetch(`${stage.gatehouse.gatewayUrl}/photos/`, { headers: { authorization } });
  // Uses are summed up after a moment; the page tells them when it is opened.
  do await person.goto(`${stage.gatehouse.issuer}/account/security`, { waitUntil: 'networkidle' });
  while ((await person.getByText('Used 14 times').count()) === 0);
  await takePicture(person, 'connected-application', section(person, 'Applications that you have allowed'));
});
