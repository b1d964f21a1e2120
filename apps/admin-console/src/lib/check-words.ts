/** Why a call was refused, in a word or two; by the check that said no. */
const WORDS: Readonly<Record<string, string>> = {
  head: 'Ambiguous message',
  target: 'Unreadable address',
  api: 'No such API',
  cors: 'Origin not allowed',
  route: 'No such path',
  method: 'Method not allowed',
  credentials: 'No credentials',
  'api-key': 'API key refused',
  'client-certificate': 'Certificate refused',
  'access-token': 'Access token refused',
  application: 'Application not allowed',
  unheard: 'Node cut off',
  maintenance: 'In maintenance',
  'web-socket': 'WebSocket refused',
  content: 'Content too large',
  capacity: 'Too many calls at once',
  contract: 'Not as documented',
  limits: 'Over a limit',
  rewrite: 'Path cannot be rewritten',
  cache: 'Not in the cache',
  'upstream-token': 'No token for the upstream',
  upstream: 'Upstream unavailable',
  internal: 'Gateway failed',
};

export const describeCheck = (check: string): string => WORDS[check] ?? check;
