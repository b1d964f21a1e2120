import { Anchor, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { BrandMark } from '../../components/ui/brand-mark';
import type { BrandFacts } from '../server-facts';
import classes from './frame.module.css';

function Links({ brand }: { readonly brand: BrandFacts }) {
  const links = [
    [brand.supportUrl, 'Help'],
    [brand.termsUrl, 'Terms'],
    [brand.privacyUrl, 'Privacy'],
  ] as const;
  const given = links.filter(([address]) => address !== undefined);
  if (given.length === 0) return null;
  return (
    <Group justify="center" gap="md" mb={6}>
      {given.map(([address, label]) => (
        <Anchor key={label} href={address ?? ''} size="xs" target="_blank" rel="noreferrer">
          {label}
        </Anchor>
      ))}
    </Group>
  );
}

/** One card in the middle, the name above it and quiet lines below. */
export function PortalFrame({
  brand,
  isWide = false,
  children,
}: {
  readonly brand: BrandFacts;
  /** For pages that are read, not answered. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <BrandMark name={brand.name} logo={brand.logoPath} />
      </header>
      <main className={classes.card} data-wide={isWide || undefined}>
        {children}
      </main>
      <footer className={classes.footer}>
        <Links brand={brand} />
        <Text size="xs">Protected by Gatehouse. Check that the address above is the one you expect.</Text>
      </footer>
    </div>
  );
}
