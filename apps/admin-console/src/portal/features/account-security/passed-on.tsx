import { Group, Stack, Text } from '@mantine/core';
import { IconShare } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { formatList, formatNumber } from '../../../lib/format';
import classes from './allowed-application.module.css';
import type { AllowedApplication } from './api';
import { useWhen } from './use-when';

type Use = AllowedApplication['passedOn'][number];

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  return formatList(names).map(({ type, value }, place) =>
    type === 'element' ? <bdi key={place}>{value}</bdi> : <Fragment key={place}>{value}</Fragment>,
  );
}

function Asked({ name, use: { applications, calls, lastAt } }: { readonly name: string; readonly use: Use }) {
  const { t } = useTranslation('account-security');
  const tellWhen = useWhen();
  const names = applications.map((application) => application.name ?? t('applications.passedOn.gone'));
  const [other = '', ...between] = names.toReversed();
  return (
    <li className={classes.permission}>
      <Group wrap="nowrap" gap="xs" align="flex-start">
        <IconShare size={18} aria-hidden className={classes.sign ?? ''} />
        <div className={classes.words}>
          <Text size="sm">
            <Trans
              t={t}
              i18nKey={
                between.length === 0 ? 'applications.passedOn.asked' : 'applications.passedOn.askedThrough'
              }
              components={{
                name: <bdi>{name}</bdi>,
                other: (
                  <b>
                    <bdi>{other}</bdi>
                  </b>
                ),
                through: <Names names={between.toReversed()} />,
              }}
            />
          </Text>
          <Text size="xs" c="var(--quiet-text)">
            {t('applications.passedOn.used', {
              count: calls,
              number: formatNumber(calls),
              when: tellWhen(lastAt),
            })}
          </Text>
        </div>
      </Group>
    </li>
  );
}

/** By whom else an application had what it may do done: what people did not see when they allowed it. */
export function PassedOn({
  application: { name, passedOn },
}: {
  readonly application: Pick<AllowedApplication, 'name' | 'passedOn'>;
}) {
  const { t } = useTranslation('account-security');
  if (passedOn.length === 0) return null;
  return (
    <Stack gap="xs" mt="sm">
      <ul className={classes.permissions} aria-label={t('applications.passedOn.title', { name })}>
        {passedOn.map((use, place) => (
          <Asked key={place} name={name} use={use} />
        ))}
      </ul>
      <Text size="xs" c="var(--quiet-text)">
        {t('applications.passedOn.ends', { name })}
      </Text>
    </Stack>
  );
}
