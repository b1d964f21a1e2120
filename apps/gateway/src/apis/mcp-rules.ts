import type { ApiInput } from '@gatehouse/dto';
import { isBuiltInScope } from '@gatehouse/scopes';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';

/** Why what is said of an MCP server would be refused. */
export function listMcpErrors(
  { policies }: ApiInput,
  scopes: { has(name: string): boolean },
): FieldProblem[] {
  const mcp = policies?.mcp ?? null;
  if (mcp === null) return [];
  const problems = mcp.rules.flatMap((rule, index) => {
    const field = `policies.mcp.rules.${index}.scopes`;
    const unknown = rule.scopes.filter((name) => !scopes.has(name) && !isBuiltInScope(name)).join(', ');
    const builtIn = rule.scopes.filter(isBuiltInScope).join(', ');
    return [
      ...(unknown === '' ? [] : [fieldProblem(field, 'scopes-undefined', { scopes: unknown })]),
      ...(builtIn === '' ? [] : [fieldProblem(field, 'scopes-built-in', { scopes: builtIn })]),
    ];
  });
  // Its messages would pass unread.
  return policies?.webSockets == null
    ? problems
    : [...problems, fieldProblem('policies.mcp', 'mcp-with-web-sockets')];
}

/** What may be saved, and may not do what is meant. */
export function listMcpWarnings({ policies, routes }: ApiInput): FieldProblem[] {
  const demands = policies?.mcp?.rules.some(({ scopes }) => scopes.length > 0) ?? false;
  const isOpen = routes.some(({ access }) => access === 'public');
  return demands && isOpen ? [fieldProblem('policies.mcp', 'mcp-on-public-route')] : [];
}
