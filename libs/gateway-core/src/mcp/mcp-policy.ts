/** What of an MCP server a client can use by a name. */
export const MCP_KINDS = ['tool', 'prompt', 'resource'] as const;
export type McpKind = (typeof MCP_KINDS)[number];

/** What some of them demand, besides what the route does. */
export interface McpRule {
  readonly kind: McpKind;
  /** Its name, or the URI of a resource; one `*` stands for any text: `delete-*`. */
  readonly name: string;
  /** All of them; none: the route's are enough. */
  readonly scopes: readonly string[];
}

/** Of an API whose upstream is an MCP server: its messages are read, and held against rules. */
export interface McpPolicy {
  /** The first that fits decides. */
  readonly rules: readonly McpRule[];
  /** What becomes of what no rule fits: what the route demands is enough, or nobody may. */
  readonly others: 'route' | 'refuse';
  /** A message is kept in memory until it is read; a longer one is refused. */
  readonly maxBodyBytes: number;
}

/** One use of a tool, a prompt or a resource. */
export interface McpUse {
  readonly kind: McpKind;
  readonly name: string;
}

function fits(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === name;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
}

/** The rule that decides over a use; undefined: none does. */
export const findMcpRule = ({ rules }: McpPolicy, { kind, name }: McpUse): McpRule | undefined =>
  rules.find((rule) => rule.kind === kind && fits(rule.name, name));
