import { Group } from '@mantine/core';
import type { ReactNode } from 'react';

/** The buttons of a part of a page: as wide as their words, from the start. Only a page with one question has wider ones. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return (
    <Group gap="xs" mt={4}>
      {children}
    </Group>
  );
}
