import { describeOpenIdProvider } from './discovery.js';

it('says what answers are signed with (JARM §4), and what request objects may be (RFC 9101 §9)', () => {
  expect(describeOpenIdProvider(['PS256'])).toMatchObject({
    authorization_signing_alg_values_supported: ['PS256'],
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    request_object_signing_alg_values_supported: expect.arrayContaining(['ES256', 'PS256']),
    request_object_encryption_alg_values_supported: expect.arrayContaining(['ECDH-ES', 'RSA-OAEP-256']),
    request_object_encryption_enc_values_supported: expect.arrayContaining(['A256GCM']),
  });
});
