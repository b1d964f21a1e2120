import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions, type Server } from 'node:tls';
import type { Logger } from './logger.js';

/** Where a listener's key and certificate are, and which settings say so. */
export interface TlsFiles {
  readonly name: string;
  readonly keyFile: string;
  readonly certificateFile: string;
  /** The beginning of both settings' names, such as GATEHOUSE_TLS. */
  readonly setting: string;
}

/** PEM texts. */
export interface TlsPair {
  readonly key: string;
  /** With its chain. */
  readonly cert: string;
}

/** A key and certificate that no TLS can be spoken with, and why. */
export class TlsFilesError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TlsFilesError';
  }
}

/** What every listener's TLS has in common; an old client gets no older TLS (RFC 8996). */
export const toSecureContext = (pair: TlsPair): SecureContextOptions => ({
  ...pair,
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
});

const reasonOf = (error: unknown): string => (error as Error).message;

/** @throws TlsFilesError when the two do not belong together */
function checkPair({ setting, keyFile, certificateFile }: TlsFiles, pair: TlsPair): TlsPair {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pair.cert);
  } catch (error) {
    const what = `${setting}_CERTIFICATE_FILE: no certificate in PEM can be read from ${certificateFile}`;
    throw new TlsFilesError(`${what} (${reasonOf(error)})`, { cause: error });
  }
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new TlsFilesError(
      `${setting}_CERTIFICATE_FILE: the certificate in ${certificateFile} has expired (${certificate.validTo})`,
    );
  }
  try {
    createSecureContext(toSecureContext(pair));
  } catch (error) {
    const what = `${setting}_KEY_FILE: the key in ${keyFile} cannot be read, or is not the one of the certificate`;
    throw new TlsFilesError(`${what} (${reasonOf(error)})`, { cause: error });
  }
  return pair;
}

/** @throws TlsFilesError that names the setting */
function readText(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TlsFilesError(`${setting}: ${reasonOf(error)}`, { cause: error });
  }
}

/** @throws TlsFilesError that names the setting to mend */
export const readTlsPair = (files: TlsFiles): TlsPair =>
  checkPair(files, {
    key: readText(`${files.setting}_KEY_FILE`, files.keyFile),
    cert: readText(`${files.setting}_CERTIFICATE_FILE`, files.certificateFile),
  });

/** By content: a file may be replaced, written over, or be behind a link that is. */
const LOOK_EVERY_MS = 2_000;

/**
 * Lets a server use what is in the files whenever that has changed; connections that are open stay as they are. A pair that
 * is not right, or not there, is told once, and the one before stays in use.
 */
export function followTlsFiles(
  server: Server,
  files: TlsFiles,
  first: TlsPair,
  logger: Pick<Logger, 'info' | 'error'>,
): void {
  let seen = first.key + first.cert;
  const look = async (): Promise<void> => {
    const [key = '', cert = ''] = await Promise.all(
      [files.keyFile, files.certificateFile].map((file) => readFile(file, 'utf8').catch(() => '')),
    );
    if (key + cert === seen) return;
    seen = key + cert;
    try {
      server.setSecureContext(toSecureContext(checkPair(files, { key, cert })));
      const { subject, validTo } = new X509Certificate(cert);
      logger.info('a TLS certificate was replaced', { listener: files.name, subject, validTo });
    } catch (error) {
      const fields = { listener: files.name, error: reasonOf(error) };
      logger.error('a TLS certificate cannot be used: the one before stays', fields);
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  server.on('close', () => clearInterval(timer));
}
