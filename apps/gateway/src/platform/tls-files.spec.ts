import { readTlsPair } from './tls-files.js';

const files = (certificateFile: string) => ({
  name: 'gateway',
  keyFile: import.meta.filename,
  certificateFile,
  setting: 'GATEHOUSE_GATEWAY_TLS',
});

describe('files that TLS cannot be spoken with', () => {
  it.each([
    ['are not there', '/nowhere.pem', /^GATEHOUSE_GATEWAY_TLS_CERTIFICATE_FILE: ENOENT/],
    ['have no certificate', import.meta.filename, /CERTIFICATE_FILE: no certificate in PEM can be read from/],
  ])('%s: the setting is named', (_, certificateFile, message) => {
    expect(() => readTlsPair(files(certificateFile))).toThrow(message);
  });
});
