import { ACCOUNT_CLIENT_ID, CONSOLE_CLIENT_ID } from './first-start.js';
import type { Language } from './language.js';

const OWN_PAGES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  [ACCOUNT_CLIENT_ID]: { en: 'your account', de: 'Ihr Konto', fr: 'votre compte' },
  [CONSOLE_CLIENT_ID]: { en: 'Gatehouse console', de: 'Gatehouse-Konsole', fr: 'console Gatehouse' },
};

/** What people read where they are going: an application has one name, our own pages have one in each language. */
export const sayApplication = (
  { clientId, applicationName }: { readonly clientId: string; readonly applicationName: string },
  language: Language,
): string => OWN_PAGES[clientId]?.[language] ?? applicationName;
