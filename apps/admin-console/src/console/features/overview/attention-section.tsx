import type { AttentionItem, AttentionKind, AttentionList, AttentionTarget } from '@gatehouse/dto';
import { ActionIcon, Anchor, Button, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconSparkles,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatNumber } from '../../../lib/format';
import { pages, trafficOf } from '../../../lib/paths';
import { dismiss, useAttention } from './api';
import { sayMatter } from './attention-words';
import classes from './overview.module.css';

const URGENCIES = {
  now: { icon: IconAlertTriangle, color: 'var(--mantine-color-red-text)' },
  soon: { icon: IconClockExclamation, color: 'var(--warn-text)' },
  tidy: { icon: IconSparkles, color: 'var(--quiet-text)' },
} as const;

/** Where the remedy is, where that is a page of the console. */
function toAddress({ id }: AttentionTarget, page: Exclude<AttentionTarget['page'], 'tls-guide'>): string {
  switch (page) {
    case 'api':
      return pages.api(id ?? '');
    case 'application':
      return pages.application(id ?? '');
    case 'webhook':
      return pages.webhook(id ?? '');
    case 'trusted-issuer':
      return pages.trustedIssuer(id ?? '');
    case 'errors':
      return `${pages.errors}?error=server_error`;
    case 'traffic':
      return trafficOf({ apiId: id ?? undefined, statusClass: 5 });
    default:
      return pages[page];
  }
}

function Remedy({ target, title }: { readonly target: AttentionTarget; readonly title: string }) {
  const { t } = useTranslation('overview');
  const { page } = target;
  if (page === 'tls-guide') return null;
  const remedy = t(`remedies.${page}`);
  return (
    <Anchor
      component={Link}
      to={toAddress(target, page)}
      size="sm"
      underline="always"
      aria-label={t('remedies.one', { remedy, title })}
    >
      {remedy}
    </Anchor>
  );
}

interface ItemProperties {
  readonly item: AttentionItem;
  readonly mayDismiss: boolean;
}

function Item({ item, mayDismiss }: ItemProperties) {
  const { t } = useTranslation('overview');
  const { target, urgency, isDismissed } = item;
  const { title, detail } = sayMatter(item);
  const { icon: Icon, color } = URGENCIES[urgency];
  return (
    <li className={classes.matter}>
      <Icon size={20} color={color} role="img" aria-label={t(`attention.urgency.${urgency}`)} />
      <div>
        <Text fw={600} component="div">
          {title}
        </Text>
        <Text size="sm">
          {detail} <Remedy target={target} title={title} />
        </Text>
      </div>
      {mayDismiss && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={
            isDismissed ? t('attention.restoreOne', { title }) : t('attention.dismissOne', { title })
          }
          title={isDismissed ? t('attention.restore') : t('attention.dismiss')}
          onClick={() => void dismiss(item.key, !isDismissed)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

function Matters({ list, mayDismiss }: { readonly list: AttentionList; readonly mayDismiss: boolean }) {
  const { t } = useTranslation('overview');
  const [showsAway, setShowsAway] = useState(false);
  const open = list.items.filter(({ isDismissed }) => !isDismissed);
  const away = list.items.filter(({ isDismissed }) => isDismissed);
  const more = Object.entries(list.cut) as [AttentionKind, number][];
  return (
    <>
      <ul className={classes.items}>
        {open.length === 0 && (
          <li className={classes.item}>
            <IconCircleCheck size={20} color="var(--mantine-color-gate-text)" aria-hidden />
            <Text size="sm">
              {t('attention.wellDetail', {
                count: list.expiryWarningDays,
                number: formatNumber(list.expiryWarningDays),
              })}
            </Text>
          </li>
        )}
        {[...open, ...(showsAway ? away : [])].map((item) => (
          <Item key={item.key} item={item} mayDismiss={mayDismiss} />
        ))}
      </ul>
      {more.map(([kind, total]) => (
        <Text key={kind} size="sm" c="var(--quiet-text)" mt="sm">
          {t(`more.${kind}`, { number: formatNumber(total) })}
        </Text>
      ))}
      {away.length > 0 && (
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => setShowsAway(!showsAway)}>
          {showsAway
            ? t('attention.hideAway')
            : t('attention.showAway', { count: away.length, number: formatNumber(away.length) })}
        </Button>
      )}
    </>
  );
}

/** What somebody should look at: what does not work, what will not for long, and what nobody needs. */
export function AttentionSection({ mayDismiss }: { readonly mayDismiss: boolean }) {
  const { t } = useTranslation('overview');
  const result = useAttention();
  const isWell = result.data?.items.every(({ isDismissed }) => isDismissed) ?? false;
  return (
    <Section title={isWell ? t('attention.well') : t('attention.title')}>
      {result.data !== undefined ? (
        <Matters list={result.data} mayDismiss={mayDismiss} />
      ) : result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : (
        <ListSkeleton />
      )}
    </Section>
  );
}
