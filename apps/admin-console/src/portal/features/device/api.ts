import { callApi, setCsrfToken } from '../../../lib/api-client';
import { device } from '../../../lib/portal-paths';

/** Asks for what every change must carry. */
async function begin(): Promise<void> {
  const { csrfToken } = await callApi<{ readonly csrfToken: string }>('GET', device.code);
  setCsrfToken(csrfToken);
}

/** Sends the code that a device shows. Resolves to the address of the page that asks about it. */
export async function enterUserCode(userCode: string): Promise<string> {
  await begin();
  const { location } = await callApi<{ readonly location: string }>('POST', device.code, { userCode });
  return location;
}
