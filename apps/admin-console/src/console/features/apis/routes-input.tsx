import type { RouteInput } from '@gatehouse/dto';
import {
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useScopes } from './api';
import classes from './routes-input.module.css';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const ACCESS = [
  { value: 'scopes', label: 'Needs scopes' },
  { value: 'authenticated', label: 'Any valid access token' },
  { value: 'public', label: 'Public: anybody' },
];
const MATCHES = [
  { value: 'all', label: 'all of them' },
  { value: 'any', label: 'any of them' },
];

const SIGN_INS = [
  { value: 'any', label: 'In any way' },
  { value: 'urn:gatehouse:acr:pwd', label: 'A person, one factor' },
  { value: 'urn:gatehouse:acr:mfa', label: 'A person, two factors' },
];

export const NEW_ROUTE: RouteInput = {
  methods: ['GET'],
  path: '/',
  access: 'scopes',
  scopes: [],
  scopeMatch: 'all',
};

interface RowProperties {
  readonly route: RouteInput;
  readonly index: number;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
  readonly onRemove: () => void;
}

/** RFC 9470: what is asked of the sign-in behind an access token. */
function SignInDemands({ route, problem, onChange }: Pick<RowProperties, 'route' | 'problem' | 'onChange'>) {
  return (
    <>
      <Select
        label="Sign-in"
        data={SIGN_INS}
        value={route.acr ?? 'any'}
        allowDeselect={false}
        error={problem('acr')}
        onChange={(acr) => onChange({ acr: acr === 'any' ? null : ((acr as RouteInput['acr']) ?? null) })}
      />
      <NumberInput
        label="At most so long ago (s)"
        placeholder="However long"
        min={0}
        allowDecimal={false}
        value={route.maxAgeSeconds ?? ''}
        error={problem('maxAgeSeconds')}
        onChange={(seconds) => onChange({ maxAgeSeconds: typeof seconds === 'number' ? seconds : null })}
      />
    </>
  );
}

function RouteRow({ route, index, problem: findProblem, onChange, onRemove }: RowProperties) {
  const scopes = useScopes();
  const problem = (field: string): string | undefined => findProblem(`routes.${index}.${field}`);
  return (
    <Paper withBorder p="md" role="group" aria-label={`Route ${index + 1}`}>
      <div className={classes.route}>
        <MultiSelect
          label="Methods"
          placeholder={route.methods.length === 0 ? 'Every method' : ''}
          data={METHODS}
          value={route.methods}
          error={problem('methods')}
          onChange={(methods) => onChange({ methods })}
        />
        <TextInput
          label="Path"
          placeholder="/photos/{id}"
          value={route.path}
          error={problem('path')}
          spellCheck={false}
          onChange={(event) => onChange({ path: event.currentTarget.value.trim() })}
        />
        <Select
          label="Who may call"
          data={ACCESS}
          value={route.access}
          allowDeselect={false}
          onChange={(access) =>
            onChange({
              access: access as RouteInput['access'],
              ...(access === 'scopes' ? {} : { scopes: [] }),
              ...(access === 'public' && { acr: null, maxAgeSeconds: null }),
            })
          }
        />
        {route.access === 'scopes' && (
          <MultiSelect
            label="Scopes"
            data={(scopes.data ?? []).map(({ name }) => name)}
            value={route.scopes}
            error={problem('scopes')}
            searchable
            nothingFoundMessage="No such scope. Define it under Scopes."
            onChange={(chosen) => onChange({ scopes: chosen })}
          />
        )}
        {route.access === 'scopes' && route.scopes.length > 1 && (
          <Select
            label="Needed"
            data={MATCHES}
            value={route.scopeMatch}
            allowDeselect={false}
            onChange={(match) => onChange({ scopeMatch: match === 'any' ? 'any' : 'all' })}
          />
        )}
        {route.access !== 'public' && <SignInDemands route={route} problem={problem} onChange={onChange} />}
      </div>
      <Group justify="flex-end" mt="xs">
        <ActionIcon variant="subtle" color="red" aria-label={`Remove route ${index + 1}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Paper>
  );
}

interface Properties {
  readonly routes: readonly RouteInput[];
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (routes: RouteInput[]) => void;
}

/** The routes of an API in order: the first that matches decides. */
export function RoutesInput({ routes, problem, onChange }: Properties) {
  return (
    <Stack>
      {routes.map((route, index) => (
        <RouteRow
          key={index}
          route={route}
          index={index}
          problem={problem}
          onChange={(part) => onChange(routes.with(index, { ...route, ...part }))}
          onRemove={() => onChange(routes.toSpliced(index, 1))}
        />
      ))}
      {routes.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          Without a route nothing can be called.
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...routes, NEW_ROUTE])}
        >
          Add route
        </Button>
      </Group>
    </Stack>
  );
}
