/** What fields look like when they are filled in: the same in every language. */
export const SAMPLES = {
  claims: 'tenant = prints',
  sectorIdentifierUri: 'https://app.example/redirect-uris.json',
  backchannelLogoutUri: 'https://app.example/backchannel-logout',
  frontchannelLogoutUri: 'https://app.example/frontchannel-logout',
  notificationEndpoint: 'https://app.example/notifications',
  certificateName: 'CN=photo-importer,O=Example',
  jwksUri: 'https://app.example/jwks',
  jwks: '{"keys":[{"kty":"EC", …}]}',
  certificates: '-----BEGIN CERTIFICATE-----',
} as const;
