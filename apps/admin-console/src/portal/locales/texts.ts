import type accountAccess from './en/account-access.json';
import type accountRequests from './en/account-requests.json';
import type accountProfile from './en/account-profile.json';
import type accountSecurity from './en/account-security.json';
import type catalogue from './en/catalogue.json';
import type device from './en/device.json';
import type interaction from './en/interaction.json';
import type portal from './en/portal.json';
import type problems from './en/problems.json';
import type signOut from './en/sign-out.json';

declare module '../../texts/texts' {
  interface Texts {
    portal: typeof portal;
    problems: typeof problems;
    interaction: typeof interaction;
    device: typeof device;
    'account-access': typeof accountAccess;
    'account-profile': typeof accountProfile;
    'account-requests': typeof accountRequests;
    'account-security': typeof accountSecurity;
    catalogue: typeof catalogue;
    'sign-out': typeof signOut;
  }
}

/** One file each, per language. */
const FILES = import.meta.glob<object>('./*/*.json', { import: 'default' });

/** There is a folder for each. */
export const LANGUAGES: readonly string[] = [
  ...new Set(Object.keys(FILES).map((path) => path.split('/')[1] ?? '')),
].sort();

/** @throws Error when it cannot be fetched */
export async function loadPortalTexts(language: string, part: string): Promise<object> {
  const load = FILES[`./${language}/${part}.json`];
  if (load === undefined) throw new Error(`there are no texts of ${part} in ${language}`);
  return load();
}
