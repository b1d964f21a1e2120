import type { NodeDetail } from '@gatehouse/dto';
import { Anchor, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { describeNodeState } from '../../../lib/nodes';
import { pages, trafficOf } from '../../../lib/paths';
import { MINUTES } from './api';
import classes from './overview.module.css';
import type { Trouble } from './trouble';

interface Properties {
  readonly nodes: readonly NodeDetail[];
  readonly apis: readonly Trouble[];
}

const SHOWN = 5;

function Item({ children }: { readonly children: ReactNode }) {
  return (
    <li className={classes.item}>
      <IconAlertTriangle size={20} color="var(--mantine-color-red-text)" aria-hidden />
      <div>{children}</div>
    </li>
  );
}

function ApiItem({ api }: { readonly api: Trouble }) {
  return (
    <Item>
      <Anchor component={Link} to={pages.api(api.id)} fw={600}>
        {api.name}
      </Anchor>
      <Text size="sm">
        {api.failed.toLocaleString()} of {api.calls.toLocaleString()} calls failed: {api.reason}.{' '}
        <Anchor
          component={Link}
          to={trafficOf({ apiId: api.id, statusClass: 5 })}
          size="sm"
          underline="always"
          aria-label={`See them: the failed calls of ${api.name}`}
        >
          See them
        </Anchor>
      </Text>
    </Item>
  );
}

/** What somebody should look at now: nodes that do not hear, and APIs whose calls fail. */
export function AttentionSection({ nodes, apis }: Properties) {
  const isWell = nodes.length === 0 && apis.length === 0;
  return (
    <Section title={isWell ? 'Nothing needs attention' : 'Needs attention'}>
      <ul className={classes.items}>
        {isWell && (
          <li className={classes.item}>
            <IconCircleCheck size={20} color="var(--mantine-color-gate-text)" aria-hidden />
            <Text size="sm">Every node is up to date, and no call failed in the last {MINUTES} minutes.</Text>
          </li>
        )}
        {nodes.map((node) => (
          <Item key={node.id}>
            <Anchor component={Link} to={pages.nodes} fw={600}>
              Node {node.name}
            </Anchor>
            <Text size="sm">{describeNodeState(node).label}: it may not know of the last revocations.</Text>
          </Item>
        ))}
        {apis.slice(0, SHOWN).map((api) => (
          <ApiItem key={api.id} api={api} />
        ))}
        {apis.length > SHOWN && (
          <li>
            <Anchor component={Link} to={trafficOf({ statusClass: 5 })} size="sm">
              And {apis.length - SHOWN} more APIs with failed calls
            </Anchor>
          </li>
        )}
      </ul>
    </Section>
  );
}
