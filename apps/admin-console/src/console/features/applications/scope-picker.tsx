import { Alert, Anchor, Checkbox, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { pages } from '../../../lib/paths';
import { useScopes } from './api';

interface Properties {
  readonly label: string;
  readonly hint: string;
  readonly chosen: readonly string[];
  readonly onChange: (scopes: string[]) => void;
  readonly problem?: string | undefined;
}

/** The scopes that an application may ask for, picked from those that are defined. */
export function ScopePicker({ label, hint, chosen, onChange, problem }: Properties) {
  const scopes = useScopes();
  if (scopes.isPending) return <Skeleton height={80} />;
  if (scopes.isError) {
    return (
      <Alert color="red" variant="light">
        The scopes could not be loaded. Reload the page.
      </Alert>
    );
  }
  return (
    <Checkbox.Group label={label} description={hint} value={[...chosen]} onChange={onChange} error={problem}>
      <Stack gap="xs" mt="xs">
        {scopes.data.map((scope) => (
          <Checkbox
            key={scope.name}
            value={scope.name}
            label={
              <>
                {scope.title}{' '}
                <Text span size="sm" c="var(--quiet-text)">
                  ({scope.name})
                </Text>
              </>
            }
          />
        ))}
        {scopes.data.length === 0 && (
          <Text size="sm" c="var(--quiet-text)">
            No scopes are defined yet.{' '}
            <Anchor component={Link} to={pages.scopes} underline="always">
              Define the first one
            </Anchor>
          </Text>
        )}
      </Stack>
    </Checkbox.Group>
  );
}
