import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyAccent } from '../../theme/brand';
import { ThemeProvider } from '../../theme/provider';
import { findPageLanguage } from '../../lib/language';
import { startTexts } from '../../texts/start-texts';
import { loadPortalTexts } from '../locales/texts';
import { findServerFacts } from '../server-facts';
import { PortalFrame } from './frame';
import { choosePage } from './pages';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const facts = findServerFacts();
applyAccent(document.documentElement, facts.brand?.accent);

/** The page with its texts, in the language that the server has chosen; fetched together, shown together. */
async function start(element: HTMLElement): Promise<void> {
  const page = choosePage(facts, location);
  const parts = ['portal', 'problems', ...page.parts];
  const [content] = await Promise.all([
    page.load(),
    startTexts({ language: findPageLanguage(), parts, load: loadPortalTexts }),
  ]);
  createRoot(element).render(
    <StrictMode>
      <ThemeProvider>
        <PortalFrame brand={facts.brand ?? {}} width={page.width}>
          {content}
        </PortalFrame>
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
