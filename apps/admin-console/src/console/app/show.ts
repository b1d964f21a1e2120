import type { ComponentType } from 'react';
import { loadTexts } from '../../texts/start-texts';
import type { Texts } from '../../texts/texts';

/** Fetches a page, and the texts of its feature with it. */
export function show(feature: keyof Texts, load: () => Promise<ComponentType>) {
  return async (): Promise<{ Component: ComponentType }> => {
    const [Component] = await Promise.all([load(), loadTexts([feature])]);
    return { Component };
  };
}
