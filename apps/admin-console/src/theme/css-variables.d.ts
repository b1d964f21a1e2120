// Made by a plugin in vite.config.ts from theme.ts.
declare module 'virtual:theme-variables.css';
