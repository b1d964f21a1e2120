import { relative } from 'node:path';

/** Words in kebab-case, joined by dots: `authorization-code.grant.ts`. A tool's own dot-files begin with a dot. */
const KEBAB_CASE = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** Rooms that say nothing about what lives in them. */
const NAMELESS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'lib-utils']);

/** @type {import('eslint').Rule.RuleModule} */
const fileNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      kebabCase: '"{{name}}" is not in kebab-case.',
      nameless: 'A folder "{{name}}" says nothing about what lives in it: name the concept.',
    },
  },
  create(context) {
    return {
      Program(node) {
        const path = relative(context.cwd, context.filename).split(/[\\/]/);
        for (const name of path) {
          if (!KEBAB_CASE.test(name)) context.report({ node, messageId: 'kebabCase', data: { name } });
          if (NAMELESS.has(name)) context.report({ node, messageId: 'nameless', data: { name } });
        }
      },
    };
  },
};

/** @type {import('eslint').Rule.RuleModule} */
const reasonedDisables = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: 'Say on the same line why this check is off: // eslint-disable-next-line rule -- reason',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const isDisable = /^\s*eslint-disable/.test(comment.value);
          if (!isDisable || /\s--\s+\S/.test(comment.value) || !comment.loc) continue;
          context.report({ loc: comment.loc, messageId: 'missing' });
        }
      },
    };
  },
};

/** Rules of the house that no published plugin of ours checks. */
export const houseRules = {
  rules: { 'file-names': fileNames, 'reasoned-disables': reasonedDisables },
};
