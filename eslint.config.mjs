import { existsSync } from 'node:fs';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import nx from '@nx/eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { houseRules } from './tools/boundaries/house-rules.mjs';
import { TAG_CONSTRAINTS } from './tools/boundaries/project-tags.mjs';
import { RESTRICTED_IMPORTS } from './tools/boundaries/restricted-imports.mjs';
import { listFolders, listZones } from './tools/boundaries/zones.mjs';

const root = import.meta.dirname;
const CODE = ['**/*.{ts,tsx,mts,mjs,js}'];
const TYPESCRIPT = ['**/*.{ts,tsx,mts}'];
const SPECS = ['**/*.{spec,e2e-spec}.{ts,tsx,mts,mjs}', 'apps/*-e2e/**'];

/** What strict leaves open or we see otherwise, among the rules that need types. They cost seconds a project. */
const TYPED_RULES = /** @type {const} */ ({
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // An arrow function for a `Promise<void>` may discard what it awaits.
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // Nest types its options as classes; they are plain records.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  // What was caught may be thrown again.
  '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // Our ports are records of functions that close over their state: none needs `this`.
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
});

const NO_ENUM = { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' };
// What a framework makes for the purpose, extends AuthGuard('bearer'), is a call and not a name.
const NO_INHERITANCE = {
  selector: 'ClassDeclaration[superClass.type="Identifier"][superClass.name!=/Error$/]',
  message: 'Inherit from Error alone.',
};
// A file beside it may come later: what that imports, the walls see.
const NO_DYNAMIC_IMPORT = {
  selector: String.raw`ImportExpression:not([source.value=/^\.\u002F[\w-]+\.js$/])`,
  message: 'A library imports statically, where the walls see it.',
};

/** Every folder with a tsconfig for all of its files, specs too, is linted with its types. */
const typedProjects = ['apps', 'libs', 'samples']
  .flatMap((parent) => listFolders(root, parent).map((folder) => `${parent}/${folder}`))
  .flatMap((folder) => {
    const name = ['tsconfig.spec.json', 'tsconfig.json'].find((file) =>
      existsSync(`${root}/${folder}/${file}`),
    );
    return name === undefined ? [] : [{ folder, tsconfig: `${folder}/${name}` }];
  })
  .map(({ folder, tsconfig }) => ({
    name: `types of ${folder}`,
    files: [`${folder}/src/**/*.{ts,tsx,mts}`],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { project: tsconfig, tsconfigRootDir: root } },
    rules: TYPED_RULES,
  }));

const restrictedImports = RESTRICTED_IMPORTS.map(({ files, patterns, paths = [] }) => ({
  name: `imports of ${files.join(', ')}`,
  files,
  rules: { 'no-restricted-imports': ['error', { patterns, paths }] },
}));

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      '.data/**',
      'coverage/**',
      'screenshots/**',
      '**/*.d.mts',
    ],
  },
  {
    name: 'everything',
    files: CODE,
    extends: [js.configs.recommended, ...tseslint.configs.strict],
    plugins: { '@nx': nx, 'import-x': importX, gatehouse: houseRules },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])),
    },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.json'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'], '.mjs': ['.mts', '.mjs'] },
          conditionNames: ['@gatehouse/source', 'types', 'import', 'node', 'default'],
        }),
      ],
    },
    rules: {
      'gatehouse/file-names': 'error',
      'gatehouse/reasoned-disables': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'no-restricted-syntax': ['error', NO_ENUM, NO_INHERITANCE],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones: listZones(root) }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
          caughtErrors: 'all',
        },
      ],
    },
  },
  {
    name: 'TypeScript',
    files: TYPESCRIPT,
    rules: {
      // Nest reads parameter types at run time: where decorators are, an import may be a value though it looks like a type.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-undef': 'off',
    },
  },
  ...typedProjects,
  {
    name: 'walls between projects',
    files: CODE,
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: TAG_CONSTRAINTS,
          banTransitiveDependencies: true,
          // Black-box specs are given a Gatehouse, a database and a browser; every jest.config.mjs begins from one; Vite
          // makes what is virtual.
          allow: [
            '^virtual:',
            '^(\\.\\./)+tools/test-setup/[a-z.-]+\\.mjs$',
            '^(\\.\\./)+jest\\.base\\.mjs$',
          ],
        },
      ],
    },
  },
  ...restrictedImports,
  {
    name: 'libraries hide no import from the walls',
    files: ['libs/**'],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_INHERITANCE, NO_DYNAMIC_IMPORT] },
  },
  {
    name: 'a DTO may be another and one field more: validators are inherited',
    files: ['libs/dto/**'],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_DYNAMIC_IMPORT] },
  },
  {
    name: 'what ships says nothing on the console and reads no environment',
    files: ['apps/gateway/src/**', 'apps/admin-console/src/**', 'libs/**/src/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only platform/env.ts reads the environment.' },
      ],
    },
  },
  {
    name: 'the one reader of the environment',
    files: ['apps/gateway/src/platform/env.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    name: 'what a sample sends to a browser, or runs in one',
    files: ['samples/**/*.{mjs,js}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['document', 'window', 'location', 'Image'].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    name: 'pages: what a DTO class describes arrives as JSON, a plain record that may be spread',
    files: ['apps/admin-console/src/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-misused-spread': 'off' },
  },
  {
    name: 'a component is mostly markup: it is read top to bottom, and taking it apart hides the page',
    files: ['apps/admin-console/src/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120 }] },
  },
  {
    name: 'specs',
    files: SPECS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Answers of the wire are looked at, not parsed.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // The client libraries that judge us mark plain http so, which a spec on one machine speaks.
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
    },
  },
  {
    name: 'files whose default export a tool demands',
    files: ['**/*.config.{mjs,mts,ts}', '**/*.global-{setup,teardown}.mjs'],
    rules: { 'import-x/no-default-export': 'off' },
  },
);
