import type { ServerResponse } from 'node:http';
import type { PresentedApplication } from '@gatehouse/dto';
import {
  type ApplicationLogosStore,
  type ApplicationPresentation,
  isDatabaseUnavailable,
} from '@gatehouse/persistence';
import { logoHeaders, sendNoLogo } from './brand-facts.js';

/** Where applications' logos are, on the authorization server's listener and the console's; a new one has a new address. */
export const APPLICATION_LOGO_PATH = '/application-logos/';

/** What people see of an application, save its name. */
export const presentApplication = ({
  logoHash,
  publisher,
  isVerified,
  homepageUrl,
  privacyUrl,
  termsUrl,
}: ApplicationPresentation): PresentedApplication => ({
  logoUrl: logoHash === null ? null : APPLICATION_LOGO_PATH + logoHash,
  publisher,
  isVerified,
  homepageUrl,
  privacyUrl,
  termsUrl,
});

/** Of one that has been deleted meanwhile. */
export const NO_PRESENTATION: PresentedApplication = {
  logoUrl: null,
  publisher: null,
  isVerified: false,
  homepageUrl: null,
  privacyUrl: null,
  termsUrl: null,
};

const HASH = /^[0-9a-f]{64}$/;

/** Answers with a logo that some application has. Whoever knows the address has seen it. */
export async function sendApplicationLogo(
  logos: Pick<ApplicationLogosStore, 'findByHash'>,
  target: string,
  response: ServerResponse,
): Promise<void> {
  const hash = target.slice(APPLICATION_LOGO_PATH.length);
  try {
    const logo = HASH.test(hash) ? await logos.findByHash(hash) : undefined;
    if (logo === undefined) return sendNoLogo(response, 404);
    response.writeHead(200, logoHeaders(logo));
    response.end(logo.bytes);
  } catch (error) {
    sendNoLogo(response, isDatabaseUnavailable(error) ? 503 : 500);
  }
}
