import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '../../components/ui/logo';
import classes from './frame.module.css';

/** One card in the middle, the name above it and a quiet line below. */
export function PortalFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Logo />
      </header>
      <main className={classes.card}>{children}</main>
      <footer className={classes.footer}>
        <Text size="xs">Protected by Gatehouse. Check that the address above is the one you expect.</Text>
      </footer>
    </div>
  );
}
