import { Stack, Title } from '@mantine/core';
import { type FocusEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import classes from './section.module.css';

const canHaveFocus = (element: Element): boolean => element.isConnected && !element.matches(':disabled');

/**
 * A change may take away what was pressed to make it, or lock it for a moment: once it is over the focus goes back to it,
 * or, where it is gone, to the heading of its part.
 */
function useKeptFocus(heading: RefObject<HTMLElement | null>) {
  const last = useRef<HTMLElement>(null);
  useEffect(() => {
    const had = last.current;
    if (had === null || document.activeElement !== document.body) return;
    if (canHaveFocus(had)) had.focus();
    else if (!had.isConnected) heading.current?.focus();
  });
  return {
    onFocus: (event: FocusEvent<HTMLElement>) => (last.current = event.target),
    // Whoever leaves it themselves is not brought back.
    onBlur: (event: FocusEvent<HTMLElement>) => {
      if (canHaveFocus(event.target)) last.current = null;
    },
  };
}

/** A part of the page with a heading of its own. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useKeptFocus(heading);
  return (
    <Stack gap="sm" component="section" aria-labelledby={id} className={classes.section} {...kept}>
      <Title order={2} size="h4" id={id} ref={heading} tabIndex={-1}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}
