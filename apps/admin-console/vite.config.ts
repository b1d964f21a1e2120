import { resolve } from 'node:path';
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compression } from 'vite-plugin-compression2';
import { theme } from './src/theme/theme.ts';

const ID = 'virtual:theme-variables.css';

/** The theme as a CSS file: at run time Mantine would write it into a style element, which our policy forbids. */
function themeVariables(): Plugin {
  return {
    name: 'theme-variables',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) =>
      id === `\0${ID}`
        ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root')
        : undefined,
  };
}

/** Beside each asset, once and for all: the server sends what is there, and compresses nothing by itself. */
const compressAssets = () =>
  compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|svg)$/, threshold: 1_000 });

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeVariables(), compressAssets()],
  resolve: { conditions: ['@gatehouse/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    // Inlined fonts and images would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        portal: resolve(import.meta.dirname, 'portal.html'),
        console: resolve(import.meta.dirname, 'console.html'),
      },
    },
  },
});
