import type { CallableApi } from '@gatehouse/dto';
import { Alert, Anchor, JsonInput, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRole } from '../../../components/ui/role';
import { findPageLocale } from '../../../lib/language';
import { pages } from '../../../lib/paths';
import { useApi, useApis } from './api';
import { type Callable, findApiAddress, type Needs, listCallables, toExamplePath } from './api-call';
import type { ApiCall } from './flows/setting';
import classes from './try.module.css';

interface RouteProperties {
  readonly api: CallableApi;
  readonly gatewayUrl: string;
  readonly onChange: (call: ApiCall | undefined) => void;
}

const listScopes = ({ scopes, isAll }: Needs): string =>
  new Intl.ListFormat(findPageLocale(), { type: isAll ? 'conjunction' : 'disjunction' }).format(scopes);

const takesBody = ({ method }: Callable): boolean => ['POST', 'PUT', 'PATCH'].includes(method);

/** What is called of an API; a change anywhere makes the call anew. */
function RouteFields({ api, gatewayUrl, onChange }: RouteProperties) {
  const { t } = useTranslation('try');
  const callables = listCallables(api);
  const [id, setId] = useState(callables[0]?.id ?? null);
  const chosen = callables.find((callable) => callable.id === id);
  const [path, setPath] = useState(toExamplePath(chosen?.path ?? '/'));
  const [body, setBody] = useState('');
  useEffect(() => {
    onChange(
      chosen && {
        method: chosen.method,
        url: findApiAddress(gatewayUrl, api) + path,
        body: takesBody(chosen) ? body : '',
      },
    );
  }, [id, path, body, api.id]);
  if (chosen === undefined) {
    return (
      <Alert color="orange" variant="light">
        {t('call.noRoute')}
      </Alert>
    );
  }
  const choose = (next: string | null): void => {
    setId(next);
    setPath(toExamplePath(callables.find((callable) => callable.id === next)?.path ?? '/'));
  };
  return (
    <>
      <Select
        label={t('call.route')}
        data={callables.map(({ id: value, label }) => ({ value, label }))}
        value={id}
        onChange={choose}
        allowDeselect={false}
        description={t(`call.needs.${chosen.needs.access}`, { scopes: listScopes(chosen.needs) })}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <TextInput
        label={t('call.path')}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        description={t('call.pathHint')}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      {takesBody(chosen) && (
        <JsonInput
          label={t('call.body')}
          value={body}
          onChange={setBody}
          autosize
          minRows={3}
          placeholder="{}"
        />
      )}
    </>
  );
}

interface Properties {
  readonly applicationId: string;
  readonly gatewayUrl: string;
  readonly onChange: (call: ApiCall | undefined) => void;
}

/** Which API is called, and what of it. */
export function ApiCallFields({ applicationId, gatewayUrl, onChange }: Properties) {
  const { t } = useTranslation('try');
  const { mayWriteAll } = useRole();
  const apis = useApis(applicationId);
  const [typed, setTyped] = useState<string>();
  const chosenId =
    typed ?? apis.data?.find(({ isAllowed, enabled }) => isAllowed && enabled)?.id ?? apis.data?.[0]?.id;
  const api = useApi(applicationId, chosenId);
  if (apis.isError) {
    return (
      <Alert color="red" variant="light">
        {t('call.failed')}
      </Alert>
    );
  }
  if (apis.isPending) return <Skeleton height={60} />;
  if (apis.data.length === 0) {
    return (
      <Alert color="gray" variant="light">
        {mayWriteAll ? (
          <Trans
            t={t}
            i18nKey="call.noApi"
            components={{ go: <Anchor component={Link} to={pages.newApi} underline="always" size="sm" /> }}
          />
        ) : (
          t('call.noApiForIt')
        )}
      </Alert>
    );
  }
  return (
    <Stack gap="xs">
      <div className={classes.fields}>
        <Select
          label={t('call.api')}
          data={apis.data.map(({ id, name, isAllowed }) => ({
            value: id,
            label: isAllowed ? name : t('call.notAllowed', { name }),
          }))}
          value={chosenId ?? null}
          onChange={(id) => setTyped(id ?? undefined)}
          allowDeselect={false}
          searchable
        />
        {api.isSuccess && (
          <RouteFields key={api.data.id} api={api.data} gatewayUrl={gatewayUrl} onChange={onChange} />
        )}
      </div>
    </Stack>
  );
}
