import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { useApplicationApis } from './access-api';

/** Which APIs the application may call; changed on their pages. */
export function ApiAccessSection({ applicationId }: { readonly applicationId: string }) {
  const apis = useApplicationApis(applicationId);
  return (
    <Section title="APIs" hint="Which ones it may call. That is changed on the page of the API.">
      <Stack gap="xs">
        {apis.isPending && <ListSkeleton />}
        {apis.isError && <ErrorState error={apis.error} onRetry={() => void apis.refetch()} />}
        {apis.data?.length === 0 && <Text c="var(--quiet-text)">No API is published yet.</Text>}
        {apis.data?.map(({ id, name, basePath, access, isAllowed }) => (
          <Group key={id} gap="xs">
            <Anchor component={Link} to={pages.api(id)} underline="always">
              {name}
            </Anchor>
            <Text size="sm" c="var(--quiet-text)">
              {basePath}
            </Text>
            <Badge variant="light" color={isAllowed ? 'gate' : 'red'} component="span">
              {access === 'everyone' ? 'Open to every application' : isAllowed ? 'Named' : 'Not named'}
            </Badge>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
