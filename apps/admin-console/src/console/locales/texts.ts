import type apis from './en/apis.json';
import type applications from './en/applications.json';
import type audit from './en/audit.json';
import type authorizations from './en/authorizations.json';
import type brand from './en/brand.json';
import type console from './en/console.json';
import type identityProviders from './en/identity-providers.json';
import type keys from './en/keys.json';
import type limits from './en/limits.json';
import type messages from './en/messages.json';
import type nodes from './en/nodes.json';
import type organizations from './en/organizations.json';
import type outsideIssuers from './en/outside-issuers.json';
import type overview from './en/overview.json';
import type providers from './en/providers.json';
import type registration from './en/registration.json';
import type scopes from './en/scopes.json';
import type session from './en/session.json';
import type settings from './en/settings.json';
import type streams from './en/streams.json';
import type team from './en/team.json';
import type traffic from './en/traffic.json';
import type trustedIssuers from './en/trusted-issuers.json';
import type trials from './en/try.json';
import type ui from './en/ui.json';
import type users from './en/users.json';
import type webhooks from './en/webhooks.json';

declare module '../../texts/texts' {
  interface Texts {
    apis: typeof apis;
    applications: typeof applications;
    audit: typeof audit;
    authorizations: typeof authorizations;
    brand: typeof brand;
    console: typeof console;
    'identity-providers': typeof identityProviders;
    keys: typeof keys;
    limits: typeof limits;
    messages: typeof messages;
    nodes: typeof nodes;
    organizations: typeof organizations;
    'outside-issuers': typeof outsideIssuers;
    overview: typeof overview;
    providers: typeof providers;
    registration: typeof registration;
    scopes: typeof scopes;
    session: typeof session;
    settings: typeof settings;
    streams: typeof streams;
    team: typeof team;
    traffic: typeof traffic;
    'trusted-issuers': typeof trustedIssuers;
    try: typeof trials;
    ui: typeof ui;
    users: typeof users;
    webhooks: typeof webhooks;
  }
}

/** One file each, per language. */
const FILES = import.meta.glob<object>('./*/*.json', { import: 'default' });

/** @throws Error when it cannot be fetched */
export async function loadConsoleTexts(language: string, part: string): Promise<object> {
  const load = FILES[`./${language}/${part}.json`];
  if (load === undefined) throw new Error(`there are no texts of ${part} in ${language}`);
  return load();
}

/** There is a folder for each. */
export const LANGUAGES: readonly string[] = [
  ...new Set(Object.keys(FILES).map((path) => path.split('/')[1] ?? '')),
].sort();
