import type { RouteInput } from '@gatehouse/dto';
import { ActionIcon, Button, MultiSelect, NumberInput, Paper, Select, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { MultiPicker } from '../../../components/ui/pickers';
import { FixedResponseFields } from './fixed-response-fields';
import { RequiredDetailFields } from './required-detail-fields';
import { RouteAnswerFields } from './route-answer-fields';
import classes from './routes-input.module.css';
import { SAMPLES } from './samples';
import { formatScopes } from './scope-words';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const ACCESS = ['scopes', 'authenticated', 'public'] as const;
const MATCHES = ['all', 'any'] as const;
const SIGN_INS = [
  ['any', 'any'],
  ['urn:gatehouse:acr:pwd', 'oneFactor'],
  ['urn:gatehouse:acr:mfa', 'twoFactors'],
] as const;

/** A route in a line: `GET, POST /photos`. */
export const describeRoute = ({ methods, path }: RouteInput): string =>
  `${methods.length === 0 ? i18next.t('apis:routes.everyMethod') : methods.join(', ')} ${path}`;

function describeAccess({ access, scopes, scopeMatch }: RouteInput): string {
  if (access === 'public') return i18next.t('apis:route.public');
  return access === 'scopes' ? formatScopes(scopes, scopeMatch) : i18next.t(`apis:access.${access}`);
}

interface FieldsProperties {
  readonly route: RouteInput;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
}

/** RFC 9470: what is asked of the sign-in behind an access token. */
function SignInDemands({ route, problem, onChange }: FieldsProperties) {
  const { t } = useTranslation('apis');
  return (
    <>
      <Select
        label={t('route.signIn.label')}
        data={SIGN_INS.map(([value, name]) => ({ value, label: t(`route.signIn.${name}`) }))}
        value={route.acr ?? 'any'}
        allowDeselect={false}
        error={problem('acr')}
        onChange={(acr) => onChange({ acr: acr === 'any' ? null : (acr ?? null) })}
      />
      <NumberInput
        label={t('route.maxAge.label')}
        placeholder={t('route.maxAge.any')}
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
  const { t } = useTranslation('apis');
  return (
    <>
      <MultiPicker
        kind="scopes"
        label={t('route.scopes.label')}
        value={route.scopes}
        error={problem('scopes')}
        onChange={(chosen) => onChange({ scopes: chosen })}
      />
      {route.scopes.length > 1 && (
        <Select
          label={t('route.needed')}
          data={MATCHES.map((match) => ({ value: match, label: t(`route.match.${match}`) }))}
          value={route.scopeMatch}
          allowDeselect={false}
          onChange={(match) => onChange({ scopeMatch: match === 'any' ? 'any' : 'all' })}
        />
      )}
    </>
  );
}

function RouteFields(properties: FieldsProperties) {
  const { t } = useTranslation('apis');
  const { route, problem, onChange } = properties;
  return (
    <>
      <div className={classes.route}>
        <MultiSelect
          label={t('route.methods')}
          placeholder={route.methods.length === 0 ? t('routes.everyMethod') : ''}
          data={METHODS}
          value={route.methods}
          error={problem('methods')}
          onChange={(methods) => onChange({ methods })}
        />
        <TextInput
          label={t('route.path')}
          placeholder={SAMPLES.routePath}
          value={route.path}
          error={problem('path')}
          spellCheck={false}
          onChange={(event) => onChange({ path: event.currentTarget.value.trim() })}
        />
        <Select
          label={t('route.who')}
          data={ACCESS.map((access) => ({ value: access, label: t(`access.${access}`) }))}
          value={route.access}
          allowDeselect={false}
          error={problem('access')}
          onChange={(access) =>
            onChange({
              access: access as RouteInput['access'],
              ...(access === 'scopes' ? {} : { scopes: [] }),
              ...(access === 'public' && { acr: null, maxAgeSeconds: null, requiredDetail: null }),
            })
          }
        />
        {route.access === 'scopes' && <ScopeFields {...properties} />}
        {route.access !== 'public' && <SignInDemands {...properties} />}
        <RouteAnswerFields {...properties} />
      </div>
      {route.access !== 'public' && <RequiredDetailFields {...properties} />}
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
  const { t } = useTranslation('apis');
  const place = { number: index + 1 };
  return (
    <Paper withBorder p="md" role="group" aria-label={t('route.title', place)} data-route={index}>
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
            aria-label={t('route.up', place)}
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
            aria-label={t('route.down', place)}
            className={classes.move ?? ''}
            data-move="down"
            disabled={isLast}
            onClick={() => row.onMove(index + 1)}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('route.remove', place)}
            onClick={row.onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isShown}
            aria-label={t(isShown ? 'route.closeOne' : 'route.editOne', place)}
            onClick={() => setOpen(!isShown)}
          >
            {t(isShown ? 'route.close' : 'route.edit')}
          </Button>
        </div>
      </div>
      {isShown && <RouteFields route={route} problem={problem} onChange={row.onChange} />}
    </Paper>
  );
}
