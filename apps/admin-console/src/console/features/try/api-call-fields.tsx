import type { CallableApi } from '@gatehouse/dto';
import { Alert, Anchor, JsonInput, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useRole } from '../../../components/ui/role';
import { pages } from '../../../lib/paths';
import { useApi, useApis } from './api';
import { type Callable, findApiAddress, listCallables, toExamplePath } from './api-call';
import type { ApiCall } from './flows/setting';
import classes from './try.module.css';

interface RouteProperties {
  readonly api: CallableApi;
  readonly gatewayUrl: string;
  readonly onChange: (call: ApiCall | undefined) => void;
}

const takesBody = ({ method }: Callable): boolean => ['POST', 'PUT', 'PATCH'].includes(method);

/** What is called of an API; a change anywhere makes the call anew. */
function RouteFields({ api, gatewayUrl, onChange }: RouteProperties) {
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
        This API has no route that can be called from here.
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
        label="Route"
        data={callables.map(({ id: value, label }) => ({ value, label }))}
        value={id}
        onChange={choose}
        allowDeselect={false}
        description={chosen.needs}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <TextInput
        label="Path and query"
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        description="Below the address of the API."
        inputWrapperOrder={['label', 'input', 'description']}
      />
      {takesBody(chosen) && (
        <JsonInput label="Body" value={body} onChange={setBody} autosize minRows={3} placeholder="JSON" />
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
  const { mayWriteAll } = useRole();
  const apis = useApis(applicationId);
  const [typed, setTyped] = useState<string>();
  const chosenId =
    typed ?? apis.data?.find(({ isAllowed, enabled }) => isAllowed && enabled)?.id ?? apis.data?.[0]?.id;
  const api = useApi(applicationId, chosenId);
  if (apis.isError) {
    return (
      <Alert color="red" variant="light">
        The APIs could not be loaded. Reload the page and try again.
      </Alert>
    );
  }
  if (apis.isPending) return <Skeleton height={60} />;
  if (apis.data.length === 0) {
    return (
      <Alert color="gray" variant="light">
        {mayWriteAll ? (
          <>
            No API is published yet.{' '}
            <Anchor component={Link} to={pages.newApi} underline="always" size="sm">
              Publish one
            </Anchor>{' '}
            to see a call go through.
          </>
        ) : (
          'No API is published yet that this application could call.'
        )}
      </Alert>
    );
  }
  return (
    <Stack gap="xs">
      <div className={classes.fields}>
        <Select
          label="API"
          data={apis.data.map(({ id, name, isAllowed }) => ({
            value: id,
            label: isAllowed ? name : `${name} (not allowed)`,
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
