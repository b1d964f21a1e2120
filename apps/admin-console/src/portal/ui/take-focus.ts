/**
 * For the `ref` of what takes the place of something that was pressed and is gone, and the focus with it: reading goes on
 * there. What is no control by itself needs `tabIndex={-1}`.
 */
export const takeFocus = (element: HTMLElement | null): void => element?.focus();
