// The image's HEALTHCHECK: asks every listener that this container opens.
const PORTS = {
  auth: process.env['GATEHOUSE_AUTH_PORT'] ?? '4000',
  gateway: process.env['GATEHOUSE_GATEWAY_PORT'] ?? '4001',
  admin: process.env['GATEHOUSE_ADMIN_PORT'] ?? '4002',
};
const roles = (process.env['GATEHOUSE_ROLES'] ?? 'auth,gateway,admin').split(',').map((role) => role.trim());

const answers = await Promise.allSettled(
  Object.entries(PORTS)
    .filter(([role]) => roles.includes(role))
    .map(([, port]) => fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2500) })),
);
const isHealthy = answers.every((answer) => answer.status === 'fulfilled' && answer.value.ok);
process.exit(isHealthy ? 0 : 1);
