import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { findPageLanguage } from '../../lib/language';
import { queryClient } from '../../lib/query-client';
import { startTexts } from '../../texts/start-texts';
import { ThemeProvider } from '../../theme/provider';
import { loadConsoleTexts } from '../locales/texts';
import { router } from './router';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');

/** The console in the language that the server has chosen; each feature brings its own texts. */
async function start(element: HTMLElement): Promise<void> {
  await startTexts({ language: findPageLanguage(), parts: ['console', 'ui'], load: loadConsoleTexts });
  createRoot(element).render(
    <StrictMode>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          {/* Inside: a notification may ask the server how something goes on. */}
          <Notifications position="bottom-center" />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}

start(root).catch(() => {
  // Not even words are there: a file of the page could not be fetched. In English, then, and with the way out.
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = 'This page could not be loaded. Try again.';
  root.replaceChildren(link);
});
