import { Anchor, Badge, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import classes from './overview.module.css';

interface StepProperties {
  readonly title: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

function Step({ title, isDone, children }: StepProperties) {
  const Icon = isDone ? IconCircleCheck : IconCircleDashed;
  return (
    <li className={classes.item}>
      <Icon size={20} color={isDone ? 'var(--mantine-color-gate-text)' : 'var(--quiet-text)'} aria-hidden />
      <div>
        <Text fw={600} component="div">
          {title}{' '}
          {isDone && (
            <Badge variant="light" size="sm">
              Done
            </Badge>
          )}
        </Text>
        <Text size="sm" c="var(--quiet-text)">
          {children}
        </Text>
      </div>
    </li>
  );
}

const Way = ({ to, children }: { readonly to: string; readonly children: string }) => (
  <Anchor component={Link} to={to} underline="always">
    {children}
  </Anchor>
);

interface Properties {
  readonly hasApi: boolean;
  readonly hasApplication: boolean;
}

/** What to do before anything can be called. */
export function FirstSteps({ hasApi, hasApplication }: Properties) {
  return (
    <Section title="First steps" hint="From a service that knows no OAuth to an API that applications call.">
      <ol className={classes.items}>
        <Step title="Put a service behind the gateway" isDone={hasApi}>
          <Way to={pages.newApi}>Publish an API</Way>: where it is, and who may call which path. Or{' '}
          <Way to={pages.importApi}>import its OpenAPI document</Way>.
        </Step>
        <Step title="Let an application call it" isDone={hasApplication}>
          <Way to={pages.newApplication}>Register an application</Way>: it gets a client ID, and asks users
          for what it needs.
        </Step>
        <Step title="Watch the first call" isDone={false}>
          <Way to={pages.traffic}>Open Traffic</Way>: each call is there within two seconds, and tells why it
          was answered as it was.
        </Step>
      </ol>
    </Section>
  );
}
