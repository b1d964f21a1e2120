import type { RouteInput } from '@gatehouse/dto';
import { ActionIcon, Button, MultiSelect, NumberInput, Paper, Select, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useScopes } from './api';
import { FixedResponseFields } from './fixed-response-fields';
import { RouteAnswerFields } from './route-answer-fields';
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

/** A route in a line: `GET, POST /photos`. */
export const describeRoute = ({ methods, path }: RouteInput): string =>
  `${methods.length === 0 ? 'Every method' : methods.join(', ')} ${path}`;

function describeAccess({ access, scopes, scopeMatch }: RouteInput): string {
  if (access === 'public') return 'Public';
  if (access === 'authenticated') return 'Any valid access token';
  return scopes.join(scopeMatch === 'any' ? ' or ' : ', ');
}

interface FieldsProperties {
  readonly route: RouteInput;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
}

/** RFC 9470: what is asked of the sign-in behind an access token. */
function SignInDemands({ route, problem, onChange }: FieldsProperties) {
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
        label="Signed in at most (s) ago"
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

function ScopeFields({ route, problem, onChange }: FieldsProperties) {
  const scopes = useScopes();
  return (
    <>
      <MultiSelect
        label="Scopes"
        data={(scopes.data ?? []).map(({ name }) => name)}
        value={route.scopes}
        error={problem('scopes')}
        searchable
        nothingFoundMessage="No such scope. Define it under Scopes."
        onChange={(chosen) => onChange({ scopes: chosen })}
      />
      {route.scopes.length > 1 && (
        <Select
          label="Needed"
          data={MATCHES}
          value={route.scopeMatch}
          allowDeselect={false}
          onChange={(match) => onChange({ scopeMatch: match === 'any' ? 'any' : 'all' })}
        />
      )}
    </>
  );
}

function RouteFields(properties: FieldsProperties) {
  const { route, problem, onChange } = properties;
  return (
    <>
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
          error={problem('access')}
          onChange={(access) =>
            onChange({
              access: access as RouteInput['access'],
              ...(access === 'scopes' ? {} : { scopes: [] }),
              ...(access === 'public' && { acr: null, maxAgeSeconds: null }),
            })
          }
        />
        {route.access === 'scopes' && <ScopeFields {...properties} />}
        {route.access !== 'public' && <SignInDemands {...properties} />}
        <RouteAnswerFields {...properties} />
      </div>
      {route.fixedResponse != null && (
        <FixedResponseFields
          response={route.fixedResponse}
          problem={(field) => problem(`fixedResponse.${field}`)}
          onChange={(fixedResponse) => onChange({ fixedResponse })}
        />
      )}
    </>
  );
}

interface RowProperties {
  readonly route: RouteInput;
  readonly index: number;
  readonly isLast: boolean;
  /** Whether its fields are shown before somebody asks for them. */
  readonly isOpenFirst: boolean;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One route, with its place among the others. */
export function RouteRow({ route, index, isLast, isOpenFirst, ...row }: RowProperties) {
  const [isOpen, setOpen] = useState(isOpenFirst);
  const problem = (field: string): string | undefined => row.problem(`routes.${index}.${field}`);
  const isShown = isOpen || row.problem(`routes.${index}`) !== undefined;
  const name = `route ${index + 1}`;
  return (
    <Paper withBorder p="md" role="group" aria-label={`Route ${index + 1}`} data-route={index}>
      <div className={classes.head}>
        <Text size="sm" fw={600} className={classes.title ?? ''}>
          {index + 1}. {describeRoute(route)}
          {!isShown && (
            <Text span size="xs" c="var(--quiet-text)" ml="xs">
              {describeAccess(route)}
            </Text>
          )}
        </Text>
        <div className={classes.actions}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Move ${name} up`}
            className={classes.move ?? ''}
            data-move="up"
            disabled={index === 0}
            onClick={() => row.onMove(index - 1)}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Move ${name} down`}
            className={classes.move ?? ''}
            data-move="down"
            disabled={isLast}
            onClick={() => row.onMove(index + 1)}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="red" aria-label={`Remove ${name}`} onClick={row.onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isShown}
            aria-label={`${isShown ? 'Close' : 'Edit'} ${name}`}
            onClick={() => setOpen(!isShown)}
          >
            {isShown ? 'Close' : 'Edit'}
          </Button>
        </div>
      </div>
      {isShown && <RouteFields route={route} problem={problem} onChange={row.onChange} />}
    </Paper>
  );
}
