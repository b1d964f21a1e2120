import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { useApplicationApis } from './access-api';
import type { ApplicationSectionProperties } from './section';

/** Which APIs the application may call; changed on their pages. */
export function ApiAccessSection({ application: { id: applicationId } }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const apis = useApplicationApis(applicationId);
  return (
    <Section title={t('sections.apis')} hint={t('apis.hint')}>
      <Stack gap="xs">
        {apis.isPending && <ListSkeleton />}
        {apis.isError && <ErrorState error={apis.error} onRetry={() => void apis.refetch()} />}
        {apis.data?.length === 0 && <Text c="var(--quiet-text)">{t('apis.none')}</Text>}
        {apis.data?.map(({ id, name, basePath, access, isAllowed }) => (
          <Group key={id} gap="xs">
            <Anchor component={Link} to={pages.api(id)} underline="always">
              {name}
            </Anchor>
            <Text size="sm" c="var(--quiet-text)">
              {basePath}
            </Text>
            <Badge variant="light" color={isAllowed ? 'gate' : 'red'} component="span">
              {t(`apis.${access === 'everyone' ? 'open' : isAllowed ? 'named' : 'notNamed'}`)}
            </Badge>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
