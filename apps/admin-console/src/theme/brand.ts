import './brand.css';

/** Colours an element and all that is in it. Through the CSSOM: the policy forbids style attributes in documents. */
export function applyAccent(element: HTMLElement, accent: string | undefined): void {
  if (accent === undefined) {
    delete element.dataset['branded'];
    element.style.removeProperty('--brand-accent');
    return;
  }
  element.dataset['branded'] = '';
  element.style.setProperty('--brand-accent', accent);
}
