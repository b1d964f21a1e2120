import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { signInToConsole } from '../operator.js';
import { openPage, openStage, section, type Stage, takePicture } from './stage.js';

const run = promisify(execFile);

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await openPage(stage.browser);
  await signInToConsole(page, stage.gatehouse.adminUrl, stage.gatehouse.operator.password);
});
afterAll(() => stage?.close());

it('publishes a first API, registers an application and calls', async () => {
  const guide = section(page, 'First steps');
  await guide.getByRole('heading', { name: 'See the first call' }).waitFor();
  await takePicture(page, 'first-steps', guide);
  await guide.getByRole('button', { name: 'Publish an API' }).click();
  await page.getByRole('heading', { name: 'Publish API' }).waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await guide.getByRole('link', { name: 'Register an application' }).click();
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await takePicture(page, 'first-secret', page.locator('main section').first());
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await guide.getByText('Waiting for the call.').waitFor();
  await run('sh', ['-c', await guide.getByLabel('In a terminal', { exact: true }).innerText()]);
  await guide.getByText('The call arrived, and was let pass.').waitFor();
  await takePicture(page, 'first-call', guide);
});
