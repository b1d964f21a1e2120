import { isSameName } from './distinguished-name.js';

const SUBJECT = 'C=GB\nO=Prints, Ltd\nCN=print shop';

it.each([
  ['CN=print shop,O=Prints\\, Ltd,C=GB', true],
  ['cn=print shop, o=Prints\\2c Ltd, c=GB', true],
  ['2.5.4.3=print shop,O=Prints\\, Ltd,C=GB', true],
  ['C=GB,O=Prints\\, Ltd,CN=print shop', false],
  ['CN=print shop,C=GB', false],
  ['CN=Print shop,O=Prints\\, Ltd,C=GB', false],
  ['', false],
])('%s is the name, read backwards and unescaped: %s (RFC 4514 §2.1, §2.4)', (registered, isSame) =>
  expect(isSameName(registered, SUBJECT)).toBe(isSame),
);
