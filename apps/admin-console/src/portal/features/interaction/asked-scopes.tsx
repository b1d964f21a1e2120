import { Badge, Checkbox, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { Sensitivity } from '../../ui/sensitivity';
import { useScopeWords } from '../../ui/use-scope-words';
import type { AskedScope } from './api';
import classes from './consent-form.module.css';

interface Properties {
  readonly application: string;
  readonly scopes: readonly AskedScope[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (name: string, isTicked: boolean) => void;
}

function NewScope(properties: {
  readonly scope: AskedScope;
  /** Others were allowed before. */
  readonly isMarked: boolean;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
}) {
  const { scope, isMarked, isTicked, onTick } = properties;
  const { t } = useTranslation('interaction');
  const { title, description } = useScopeWords()(scope);
  return (
    <li className={classes.scope}>
      <ScopeIcon icon={scope.icon} />
      <Checkbox
        labelPosition="left"
        checked={isTicked}
        disabled={scope.name === 'openid'}
        onChange={(event) => onTick(event.currentTarget.checked)}
        label={
          <>
            {title}
            {isMarked && (
              <Badge variant="light" size="sm" ml={8}>
                {t('consent.new')}
              </Badge>
            )}
          </>
        }
        description={
          description === '' && scope.sensitivity === 'normal' ? undefined : (
            <>
              {description}
              <Sensitivity sensitivity={scope.sensitivity} isAsked />
            </>
          )
        }
        classNames={{
          root: classes.choice,
          body: classes.body,
          label: classes.label,
          description: classes.description,
        }}
      />
    </li>
  );
}

/** What stays as it was. */
function OldScopes({ scopes }: Pick<Properties, 'scopes'>) {
  const say = useScopeWords();
  return (
    <ul className={classes.scopes}>
      {scopes
        .map((scope) => ({ ...scope, ...say(scope) }))
        .map(({ name, title, description, icon, sensitivity }) => (
          <li key={name} className={classes.old}>
            <ScopeIcon icon={icon} />
            <div>
              <Text size="sm" fw={550}>
                {title}
              </Text>
              {description !== '' && (
                <Text size="xs" c="var(--quiet-text)">
                  {description}
                </Text>
              )}
              <Sensitivity sensitivity={sensitivity} />
            </div>
          </li>
        ))}
    </ul>
  );
}

/** Each new scope can be unticked; what was allowed before is folded away, unless nothing is new. */
export function AskedScopes({ application, scopes, ticked, onTick }: Properties) {
  const { t } = useTranslation('interaction');
  const fresh = scopes.filter(({ isNew }) => isNew);
  const old = scopes.filter(({ isNew }) => !isNew);
  return (
    <>
      {fresh.length > 0 && (
        <fieldset className={classes.fieldset}>
          <legend className={classes.legend}>{t('consent.scopes', { application })}</legend>
          <ul className={classes.scopes}>
            {fresh.map((scope) => (
              <NewScope
                key={scope.name}
                scope={scope}
                isMarked={old.length > 0}
                isTicked={ticked.has(scope.name)}
                onTick={(isTicked) => onTick(scope.name, isTicked)}
              />
            ))}
          </ul>
        </fieldset>
      )}
      {old.length > 0 && (
        <details className={classes.kept} open={fresh.length === 0}>
          <summary>{t('consent.kept', { count: old.length })}</summary>
          <OldScopes scopes={old} />
        </details>
      )}
    </>
  );
}
