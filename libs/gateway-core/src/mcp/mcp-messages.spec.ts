import { readMcpMessages } from './mcp-messages.js';
import { findMcpRule, type McpPolicy } from './mcp-policy.js';

const NO_HEADERS = { method: undefined, name: undefined };
const message = (members: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, ...members });
const CALL = message({ method: 'tools/call', params: { name: 'list-notes' } });

describe('what a request asks an MCP server for', () => {
  it.each([
    [CALL, [{ kind: 'tool', name: 'list-notes' }]],
    [message({ method: 'prompts/get', params: { name: 'ask' } }), [{ kind: 'prompt', name: 'ask' }]],
    [
      message({ method: 'resources/read', params: { uri: 'note://1' } }),
      [{ kind: 'resource', name: 'note://1' }],
    ],
    [
      message({ method: 'resources/subscribe', params: { uri: 'note://1' } }),
      [{ kind: 'resource', name: 'note://1' }],
    ],
    [message({ method: 'tools/list' }), []],
    [message({ result: {} }), []],
    [message({ method: 'ping', params: { Name: 'tools/call' } }), []],
    [
      `[${CALL},${message({ method: 'ping' })},${CALL.replace('list', 'drop')}]`,
      [
        { kind: 'tool', name: 'list-notes' },
        { kind: 'tool', name: 'drop-notes' },
      ],
    ],
  ])('%s', (text, uses) => expect(readMcpMessages(text, NO_HEADERS)).toEqual({ uses }));

  it.each([
    ['no UTF-8', undefined, 'JSON in UTF-8'],
    ['nothing', '', 'must be JSON'],
    ['a byte order mark', `\uFEFF${CALL}`, 'must be JSON'],
    ['a comment', `${CALL}//`, 'must be JSON'],
    ['two texts', CALL + CALL, 'must be JSON'],
    ['a text', '"tools/call"', 'JSON object'],
    ['an empty batch', '[]', 'empty'],
    ['a batch in a batch', `[[${CALL}]]`, 'JSON object'],
    ['a method twice', CALL.replace('"id":1', '"method":"ping"'), 'a name twice'],
    ['a method twice, once escaped', CALL.replace('"id":1', '"m\\u0065thod":"ping"'), 'a name twice'],
    ['a name twice', CALL.replace('"name"', '"name":"drop","name"'), 'a name twice'],
    ['a method in other case', CALL.replace('"id":1', '"Method":"ping"'), '"Method"'],
    ['a method with a long s', CALL.replace('"id":1', '"param\u017F":{}'), 'as the specification does'],
    ['a name in other case', CALL.replace('"name"', '"NAME":"drop","name"'), '"NAME"'],
    ['the method alone in other case', message({ Method: 'tools/call', params: { name: 'x' } }), '"Method"'],
    ['the value in other case', CALL.replace('tools/call', 'Tools/Call'), 'is written tools/call'],
    ['the value with a space', CALL.replace('tools/call', 'tools/call '), 'is written tools/call'],
    ['a method that is a list', message({ method: ['tools/call'] }), 'must be a text'],
    ['no params', message({ method: 'tools/call' }), 'must be an object'],
    ['params by position', message({ method: 'tools/call', params: ['x'] }), 'must be an object'],
    ['no name', message({ method: 'tools/call', params: { uri: 'x' } }), 'params.name'],
    ['a name that is a number', message({ method: 'tools/call', params: { name: 1 } }), 'params.name'],
    ['another version', CALL.replace('2.0', '1.0'), '"jsonrpc": "2.0"'],
    ['a wrong message in a batch', `[${CALL},1]`, 'JSON object'],
  ])('refuses %s', (_, text, problem) =>
    expect(readMcpMessages(text, NO_HEADERS).problem).toContain(problem),
  );
});

describe('headers that say what the message is (MCP 2026-07-28)', () => {
  it.each([
    [{ method: 'tools/call', name: 'list-notes' }, undefined],
    [{ method: 'tools/call', name: '=?base64?bGlzdC1ub3Rlcw==?=' }, undefined],
    [{ method: 'tools/list', name: undefined }, 'another method'],
    [{ method: 'tools/call', name: 'drop-notes' }, 'another name'],
  ])('%j', (headers, problem) => {
    const found = readMcpMessages(CALL, headers).problem;
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});

describe('the rule that decides', () => {
  const policy: McpPolicy = {
    rules: [
      { kind: 'tool', name: 'delete-note', scopes: ['a'] },
      { kind: 'tool', name: 'delete-*', scopes: ['b'] },
      { kind: 'resource', name: 'note://*/text', scopes: ['c'] },
      { kind: 'prompt', name: '*', scopes: [] },
    ],
    others: 'route',
    maxBodyBytes: 1,
  };
  it.each([
    ['tool', 'delete-note', ['a']],
    ['tool', 'delete-all', ['b']],
    ['tool', 'delete', undefined],
    ['tool', 'undelete-all', undefined],
    ['prompt', 'delete-note', []],
    ['resource', 'note://1/text', ['c']],
    ['resource', 'note://text', undefined],
  ] as const)('%s %s: %j', (kind, name, scopes) =>
    expect(findMcpRule(policy, { kind, name })?.scopes).toEqual(scopes),
  );
});
