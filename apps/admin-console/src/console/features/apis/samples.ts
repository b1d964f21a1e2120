/** What fields look like when they are filled in: the same in every language. */
export const SAMPLES = {
  mediaType: 'application/json',
  upstreamAudience: 'urn:gatehouse:upstream:…',
  routePath: '/photos/{id}',
  detailField: 'identifier',
  detailFact: 'path.id',
  upstreamPath: '/v2/images/{id}',
  serverName: 'photos.internal',
  certificate: '-----BEGIN CERTIFICATE-----',
  privateKey: '-----BEGIN PRIVATE KEY-----',
  document: 'openapi: 3.1.0\ninfo:\n  title: …',
  upstream: 'http://',
  mcpTool: 'delete-*',
  mcpResource: 'note://*',
} as const;
