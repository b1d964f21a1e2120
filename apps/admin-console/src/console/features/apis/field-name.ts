const NAMES: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  hosts: 'Hosts',
  basePath: 'Base path',
  audience: 'Audience',
  targets: 'Target',
  connectTimeoutMs: 'Time to connect',
  responseTimeoutMs: 'Time to answer',
  providerId: 'Access token for the upstream',
  tls: 'Upstream TLS',
  policies: 'Policies',
  callers: 'Callers',
  routes: 'Route',
};

/** A field as operators know it: `routes.0.path` is in "Route 1". */
export function describeField(field: string): string {
  const [first = '', second = ''] = field.split('.');
  const name = NAMES[first] ?? first;
  return /^\d+$/.test(second) ? `${name} ${Number(second) + 1}` : name;
}
