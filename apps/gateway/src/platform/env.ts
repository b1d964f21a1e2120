import { availableParallelism } from 'node:os';
import type { SigningAlgorithm } from '@gatehouse/oauth-core';
import { type LimitSettings, toLimitSettings } from './env-limits.js';
import { type SeenSettings, toSeenSettings } from './env-seen.js';
import {
  findGatewayUrl,
  type GatewayTlsSettings,
  listGatewayTlsProblems,
  toGatewayTlsSettings,
} from './env-tls.js';
import type { SettingTexts } from './run-time-settings.js';
import { findProblem, SETTINGS, splitList } from './setting-rules.js';

export type Role = 'auth' | 'gateway' | 'admin';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** An LDAP directory, and how people are found there. */
export interface LdapSettings {
  /** Empty: there is none. */
  readonly url: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly userFilter: string;
  readonly idAttribute: string;
}

/**
 * Every setting that stays as it was at the start, validated; the others are `RunTimeSettings`. Lifetimes in seconds,
 * origins without a trailing slash.
 */
export interface Env extends LimitSettings, SeenSettings, GatewayTlsSettings {
  readonly roles: ReadonlySet<Role>;
  readonly host: string;
  readonly authPort: number;
  readonly gatewayPort: number;
  readonly adminPort: number;
  readonly issuer: string;
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  readonly shutdownSeconds: number;
  readonly drainSeconds: number;
  /** Processes that share the listeners. */
  readonly workers: number;
  /** Which of them this is, from 1; 0: it is alone, or the one that supervises them. */
  readonly worker: number;
  /** 0: never refuses because it cannot hear. */
  readonly unheardSeconds: number;
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  readonly masterKey: Buffer;
  readonly previousMasterKeys: readonly Buffer[];
  readonly signingAlgorithm: SigningAlgorithm;
  readonly keyRotationDays: number;
  /** Empty: none. Without a slash at its end. */
  readonly signerUrl: string;
  readonly signerToken: string;
  readonly codeSeconds: number;
  readonly pushedRequestSeconds: number;
  readonly requiresPushedRequests: boolean;
  readonly requiresDpopNonces: boolean;
  readonly deviceCodeSeconds: number;
  readonly deviceIntervalSeconds: number;
  readonly backchannelSeconds: number;
  readonly backchannelIntervalSeconds: number;
  readonly refreshGraceSeconds: number;
  readonly upstreamConnections: number;
  readonly rememberedTokens: number;
  readonly maxWebSockets: number;
  readonly setupClientSecret: string;
  readonly trustedProxies: readonly string[];
  readonly allowsPrivateAddresses: boolean;
  /** Empty: none. */
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly clientCertificateHeader: string;
  readonly clientCaFile: string;
  /** 0: none. */
  readonly mtlsPort: number;
  readonly mtlsUrl: string;
  readonly tlsKeyFile: string;
  readonly tlsCertificateFile: string;
  readonly ldap: LdapSettings;
  /** Empty: none. */
  readonly apisFile: string;
  readonly logLevel: LogLevel;
  /** Every setting as a text, and which of them the environment gave. */
  readonly said: SettingTexts;
}

/** All that is wrong with the environment, one line a problem. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Gatehouse cannot start: ${problems.length} setting(s) to mend.\n  - ${problems.join('\n  - ')}`);
    this.name = 'EnvError';
    this.problems = problems;
  }
}

/** Set by the supervisor for its workers: not a setting. */
export const WORKER_VARIABLE = 'GATEHOUSE_WORKER';

/**
 * Reads and validates every setting at once. The only reader of the process's environment.
 * @throws EnvError with all problems
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const problems: string[] = [];
  const texts = new Map<string, string>();
  const given = new Set<string>();
  for (const setting of SETTINGS) {
    const said = source[setting.name]?.trim() ?? '';
    const fallback = setting.default?.replace(/<(\w+)>/, (_, name: string) => texts.get(name) ?? '') ?? null;
    if (said === '' && fallback === null) problems.push(`${setting.name} is required`);
    // A default is right, or made from a setting that is reported by itself.
    const problem = said === '' ? undefined : findProblem(setting, said);
    if (problem !== undefined) problems.push(`${setting.name} ${problem}`);
    texts.set(setting.name, said === '' ? (fallback ?? '') : said);
    if (said !== '') given.add(setting.name);
  }
  if (texts.get('GATEHOUSE_SIGNER_URL') !== '' && texts.get('GATEHOUSE_SIGNER_TOKEN') === '')
    problems.push('GATEHOUSE_SIGNER_TOKEN is required with GATEHOUSE_SIGNER_URL');
  if (texts.get('GATEHOUSE_LDAP_URL') !== '' && texts.get('GATEHOUSE_LDAP_BASE_DN') === '')
    problems.push('GATEHOUSE_LDAP_BASE_DN is required with GATEHOUSE_LDAP_URL');
  const text = (name: string): string => texts.get(name) ?? '';
  const isGatewayUrlGiven = given.has('GATEHOUSE_GATEWAY_URL');
  problems.push(...listGatewayTlsProblems(text, isGatewayUrlGiven));
  texts.set('GATEHOUSE_GATEWAY_URL', findGatewayUrl(text, isGatewayUrlGiven));
  for (const name of Object.keys(source)) {
    // Read by other programs of the repository: the launcher and the samples.
    if (name === 'GATEHOUSE_DATA_DIR' || name === 'GATEHOUSE_POSTGRES_PORT') continue;
    if (name === WORKER_VARIABLE) continue;
    if (name.startsWith('GATEHOUSE_') && !texts.has(name))
      problems.push(`${name} is not a setting; is it misspelt?`);
  }
  if (problems.length > 0) throw new EnvError(problems);
  return { ...toEnv(text, Number(source[WORKER_VARIABLE] ?? 0)), said: { texts, given } };
}

type Text = (name: string) => string;

function toEnv(text: Text, worker: number): Omit<Env, 'said'> {
  const integer = (name: string): number => Number(text(name));
  const origin = (name: string): string => new URL(text(name)).origin;
  return {
    roles: new Set(splitList(text('GATEHOUSE_ROLES')) as Role[]),
    host: text('GATEHOUSE_HOST'),
    authPort: integer('GATEHOUSE_AUTH_PORT'),
    gatewayPort: integer('GATEHOUSE_GATEWAY_PORT'),
    adminPort: integer('GATEHOUSE_ADMIN_PORT'),
    issuer: origin('GATEHOUSE_ISSUER'),
    gatewayUrl: origin('GATEHOUSE_GATEWAY_URL'),
    adminUrl: origin('GATEHOUSE_ADMIN_URL'),
    shutdownSeconds: integer('GATEHOUSE_SHUTDOWN_SECONDS'),
    drainSeconds: integer('GATEHOUSE_DRAIN_SECONDS'),
    workers: countWorkers(text('GATEHOUSE_WORKERS')),
    worker,
    unheardSeconds: integer('GATEHOUSE_UNHEARD_SECONDS'),
    databaseUrl: text('DATABASE_URL'),
    databaseConnections: integer('GATEHOUSE_DATABASE_CONNECTIONS'),
    masterKey: Buffer.from(text('GATEHOUSE_MASTER_KEY'), 'base64'),
    previousMasterKeys: splitList(text('GATEHOUSE_PREVIOUS_MASTER_KEYS')).map((key) =>
      Buffer.from(key, 'base64'),
    ),
    signingAlgorithm: text('GATEHOUSE_SIGNING_ALGORITHM') as SigningAlgorithm,
    keyRotationDays: integer('GATEHOUSE_KEY_ROTATION_DAYS'),
    signerUrl: text('GATEHOUSE_SIGNER_URL').replace(/\/$/, ''),
    signerToken: text('GATEHOUSE_SIGNER_TOKEN'),
    codeSeconds: integer('GATEHOUSE_CODE_SECONDS'),
    pushedRequestSeconds: integer('GATEHOUSE_PUSHED_REQUEST_SECONDS'),
    requiresPushedRequests: text('GATEHOUSE_REQUIRE_PUSHED_REQUESTS') === 'true',
    requiresDpopNonces: text('GATEHOUSE_REQUIRE_DPOP_NONCES') === 'true',
    deviceCodeSeconds: integer('GATEHOUSE_DEVICE_CODE_SECONDS'),
    deviceIntervalSeconds: integer('GATEHOUSE_DEVICE_INTERVAL_SECONDS'),
    backchannelSeconds: integer('GATEHOUSE_BACKCHANNEL_SECONDS'),
    backchannelIntervalSeconds: integer('GATEHOUSE_BACKCHANNEL_INTERVAL_SECONDS'),
    refreshGraceSeconds: integer('GATEHOUSE_REFRESH_GRACE_SECONDS'),
    upstreamConnections: integer('GATEHOUSE_UPSTREAM_CONNECTIONS'),
    maxWebSockets: integer('GATEHOUSE_WEB_SOCKETS'),
    rememberedTokens: integer('GATEHOUSE_REMEMBERED_TOKENS'),
    ...toGatewayTlsSettings(text),
    ...toLimitSettings(text),
    ...toSeenSettings(text),
    setupClientSecret: text('GATEHOUSE_SETUP_CLIENT_SECRET'),
    trustedProxies: splitList(text('GATEHOUSE_TRUSTED_PROXIES')),
    allowsPrivateAddresses: text('GATEHOUSE_ALLOW_PRIVATE_ADDRESSES') === 'true',
    smtpUrl: text('GATEHOUSE_SMTP_URL'),
    mailFrom: text('GATEHOUSE_MAIL_FROM'),
    clientCertificateHeader: text('GATEHOUSE_CLIENT_CERTIFICATE_HEADER').toLowerCase(),
    clientCaFile: text('GATEHOUSE_CLIENT_CA_FILE'),
    mtlsPort: integer('GATEHOUSE_MTLS_PORT'),
    mtlsUrl: origin('GATEHOUSE_MTLS_URL'),
    tlsKeyFile: text('GATEHOUSE_TLS_KEY_FILE'),
    tlsCertificateFile: text('GATEHOUSE_TLS_CERTIFICATE_FILE'),
    ldap: toLdap(text),
    apisFile: text('GATEHOUSE_APIS_FILE'),
    logLevel: text('GATEHOUSE_LOG_LEVEL') as LogLevel,
  };
}

const toLdap = (text: Text): LdapSettings => ({
  url: text('GATEHOUSE_LDAP_URL'),
  bindDn: text('GATEHOUSE_LDAP_BIND_DN'),
  bindPassword: text('GATEHOUSE_LDAP_BIND_PASSWORD'),
  baseDn: text('GATEHOUSE_LDAP_BASE_DN'),
  userFilter: text('GATEHOUSE_LDAP_USER_FILTER'),
  idAttribute: text('GATEHOUSE_LDAP_ID_ATTRIBUTE'),
});

const countWorkers = (text: string): number => (text === 'auto' ? availableParallelism() : Number(text));

/** What a variable that is no setting says, where a file names it as the place of a secret. */
export const readVariable = (name: string): string | undefined => process.env[name];
