import { describeServer, ENDPOINTS } from './metadata.js';

const metadata = describeServer('https://id.example', ['authorization_code'], ['photos'], ['PS256']);

describe('authorization server metadata (RFC 8414 §2)', () => {
  it('names the issuer as it is, and the grants and scopes that it was told', () => {
    expect(metadata).toMatchObject({
      issuer: 'https://id.example',
      grant_types_supported: ['authorization_code'],
      scopes_supported: ['photos'],
    });
  });

  it('puts every endpoint below the issuer', () => {
    const { authorization, token, jwks, introspection, revocation } = ENDPOINTS;
    expect(metadata).toMatchObject({
      authorization_endpoint: `https://id.example${authorization}`,
      token_endpoint: `https://id.example${token}`,
      jwks_uri: `https://id.example${jwks}`,
      introspection_endpoint: `https://id.example${introspection}`,
      revocation_endpoint: `https://id.example${revocation}`,
    });
  });

  it('offers S256 alone (RFC 7636 §4.2) and promises iss (RFC 9207 §3)', () => {
    expect(metadata).toMatchObject({
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('says what introspection is signed with (RFC 9701 §7)', () => {
    expect(metadata).toMatchObject({ introspection_signing_alg_values_supported: ['PS256'] });
  });

  it('promises no signature that cannot be made: an outside signer need not know every algorithm', () => {
    expect(metadata).toMatchObject({
      id_token_signing_alg_values_supported: ['PS256'],
      userinfo_signing_alg_values_supported: ['PS256'],
      authorization_signing_alg_values_supported: ['PS256'],
    });
  });

  it('offers introspection to clients that authenticate, and to no other', () => {
    expect(metadata['introspection_endpoint_auth_methods_supported']).not.toContain('none');
  });
});
