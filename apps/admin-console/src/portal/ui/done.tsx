import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import classes from './read.module.css';
import { takeFocus } from './take-focus';

interface Properties {
  readonly title: string;
  readonly detail: string;
  readonly color?: 'green' | 'gate' | 'gray' | 'orange';
  readonly icon?: ComponentType<{ readonly size?: number; readonly 'aria-hidden'?: boolean }>;
  readonly children?: ReactNode;
}

/** The end of a way that went as it should: what is done, and what comes next. */
export function Done({ title, detail, color = 'green', icon: Icon = IconCheck, children }: Properties) {
  return (
    <Stack
      gap="md"
      align="center"
      ta="center"
      role="status"
      ref={takeFocus}
      tabIndex={-1}
      className={classes.read}
    >
      <ThemeIcon size={52} radius="xl" variant="light" color={color}>
        <Icon size={28} aria-hidden />
      </ThemeIcon>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="var(--quiet-text)">{detail}</Text>
      {children}
    </Stack>
  );
}
