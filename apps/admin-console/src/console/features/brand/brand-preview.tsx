import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { BrandMark } from '../../../components/ui/brand-mark';
import { applyAccent } from '../../../theme/brand';
import classes from './brand-preview.module.css';

interface Properties {
  readonly name: string;
  readonly logo: string | null;
  /** Undefined: the colour of Gatehouse itself. */
  readonly accent: string | undefined;
}

/** What people will see, while it is typed. A picture of a page: nothing in it can be reached. */
export function BrandPreview({ name, logo, accent }: Properties) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (frame.current !== null) applyAccent(frame.current, accent);
  }, [accent]);
  return (
    <div ref={frame} className={classes.frame} inert>
      <BrandMark name={name === '' ? undefined : name} logo={logo ?? undefined} />
      <div className={classes.card}>
        <Stack gap="sm">
          <Title order={3} size="h4">
            Sign in
          </Title>
          <Text size="sm">
            to continue to <b>Print Shop</b>
          </Text>
          <Button fullWidth>Sign in</Button>
          <Group>
            <Anchor component="span" size="sm">
              Forgotten your password?
            </Anchor>
          </Group>
        </Stack>
      </div>
    </div>
  );
}
