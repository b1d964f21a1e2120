/** What a template can say about a call, for people. */
export interface TemplateFact {
  /** Between braces; of a family, with what is to be filled in: `request.header.<name>`. */
  readonly name: string;
  readonly description: string;
  /** What it could be in a call. */
  readonly example: string;
}

/** Every fact that the gateway knows, in the order in which people look for them. */
export const TEMPLATE_FACTS: readonly TemplateFact[] = [
  { name: 'user.id', description: 'The end user, where one is behind the call', example: '5f0c9a7e' },
  { name: 'client.id', description: 'The client that calls', example: 'print-shop-web' },
  { name: 'application.name', description: 'Its application', example: 'Print Shop' },
  { name: 'application.id', description: 'The ID of its application', example: '0b6f2c44' },
  { name: 'client.application', description: 'The same as application.name', example: 'Print Shop' },
  { name: 'client.application_id', description: 'The same as application.id', example: '0b6f2c44' },
  {
    name: 'outside.issuer',
    description: 'Whose access token it is, where not ours',
    example: 'https://idp.example',
  },
  { name: 'outside.subject', description: 'Whom that issuer speaks of', example: 'ada' },
  { name: 'outside.client', description: 'The client, as that issuer calls it', example: 'partner-app' },
  {
    name: 'scope',
    description: 'What the caller was granted, with spaces between',
    example: 'photos albums',
  },
  { name: 'token.claim.<name>', description: 'A claim of the access token, such as acr', example: 'gold' },
  { name: 'token.id', description: 'The ID of the access token, or of the API key', example: 'c1d7e0aa' },
  {
    name: 'path.<parameter>',
    description: 'A parameter of the route, such as id in /photos/{id}',
    example: '42',
  },
  {
    name: 'request.header.<name>',
    description: 'A header of the request; not its credentials',
    example: 'en',
  },
  { name: 'request.query.<name>', description: 'A parameter of the query', example: 'large' },
  { name: 'request.method', description: 'The method', example: 'GET' },
  { name: 'request.path', description: 'The path, with the base path', example: '/photos/42' },
  { name: 'request.host', description: 'The host that the caller named', example: 'api.example.com' },
  { name: 'request.id', description: 'The ID of the call, as in X-Request-Id', example: '7a31f9d2' },
  {
    name: 'route.path',
    description: 'The path of the route, as it is written here',
    example: '/photos/{id}',
  },
  { name: 'api.name', description: 'The name of this API', example: 'Photos' },
  { name: 'api.id', description: 'The ID of this API', example: '9e8d7c6b' },
  { name: 'node', description: 'The node that answers', example: 'gateway-1' },
  { name: 'time', description: 'Now, as ISO 8601', example: '2026-11-25T19:30:00.000Z' },
  { name: 'time.unix', description: 'Now, in seconds since 1970', example: '1795635000' },
];

const PLACEHOLDER = /\{([a-z]+(?:\.[\w.:/*-]+)?)\}/g;

const findExample = (name: string): string | undefined =>
  TEMPLATE_FACTS.find(
    (fact) => fact.name === name || (fact.name.endsWith('>') && name.startsWith(familyOf(fact))),
  )?.example;

const familyOf = ({ name }: TemplateFact): string => name.slice(0, name.indexOf('<'));

/** A template as it could look in a call; what is no fact stays as it is written. */
export const fillWithExamples = (template: string): string =>
  template.replace(PLACEHOLDER, (whole, name: string) => findExample(name) ?? whole);
