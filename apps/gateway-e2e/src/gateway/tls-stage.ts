import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, type Identity, issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { type GatewayStage, openGatewayStage } from './gateway-stage.js';

/** Where the gateway's key and certificate are, and who signs for it. */
export interface TlsFolder {
  readonly authority: Authority;
  readonly env: Readonly<Record<string, string>>;
  /** Puts another pair in place, as a renewal does. */
  write(pair: Identity): Promise<void>;
  remove(): Promise<void>;
}

export const issueServerCertificate = (authority: Authority, subject = 'CN=gateway'): Promise<Identity> =>
  issueCertificate(authority, subject, { dnsNames: ['localhost'] });

export async function makeTlsFolder(): Promise<TlsFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-tls-'));
  const authority = await makeAuthority('CN=Servers');
  const files = { key: join(directory, 'key.pem'), certificate: join(directory, 'certificate.pem') };
  const folder: TlsFolder = {
    authority,
    env: {
      GATEHOUSE_GATEWAY_TLS_KEY_FILE: files.key,
      GATEHOUSE_GATEWAY_TLS_CERTIFICATE_FILE: files.certificate,
    },
    async write(pair) {
      for (const name of ['key', 'certificate'] as const) {
        await writeFile(`${files[name]}.new`, pair[name]);
        await rename(`${files[name]}.new`, files[name]);
      }
    },
    remove: () => rm(directory, { recursive: true }),
  };
  await folder.write(await issueServerCertificate(authority));
  return folder;
}

/** A gateway stage whose gateway speaks TLS. */
export interface TlsStage extends GatewayStage {
  readonly tls: TlsFolder;
}

export async function openTlsStage(env: Readonly<Record<string, string>> = {}): Promise<TlsStage> {
  const tls = await makeTlsFolder();
  return { ...(await openGatewayStage({ env: { ...tls.env, ...env } })), tls };
}
