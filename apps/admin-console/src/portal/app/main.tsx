import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ThemeProvider } from '../../theme/provider';
import { applyAccent } from '../../theme/brand';
import { findServerFacts } from '../server-facts';
import { App } from './app';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
applyAccent(document.documentElement, findServerFacts().brand?.accent);
createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <App />
    </ThemeProvider>
  </StrictMode>,
);
