import type { ApiDetail, CallSummary } from '@gatehouse/dto';
import { Anchor, Loader, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CopyField } from '../../../components/ui/secret-dialog';
import { describeCheck } from '../../../lib/check-words';
import { recallSecret } from '../../../lib/first-steps';
import { pages } from '../../../lib/paths';
import { useAddresses, useFirstCall } from './first-steps-api';
import classes from './first-steps.module.css';

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Where the first route of an API is that takes GET; parameters get a value. */
function findAddress({ basePath, hosts, routes }: ApiDetail, gatewayUrl: string): string {
  const route = routes.find(({ methods }) => methods.length === 0 || methods.includes('GET'));
  const path = (route?.path ?? '/').replaceAll(/\{[^}]*\}|\*/g, '1');
  const [host] = hosts;
  const origin =
    host === undefined ? gatewayUrl : gatewayUrl.replace(/\/\/[^/:]+/, `//${host.replace('*', 'www')}`);
  return `${origin}${basePath === '/' ? '' : basePath}${path === '/' ? '' : path}`;
}

interface CommandProperties {
  readonly api: ApiDetail;
  readonly clientId: string;
  readonly applicationId: string;
}

function Commands({ api, clientId, applicationId }: CommandProperties) {
  const { t } = useTranslation(['overview', 'ui']);
  const { data: addresses } = useAddresses();
  if (addresses === undefined) return <Loader size="sm" aria-label={t('ui:loading')} />;
  const secret = recallSecret(clientId);
  const scopes = api.routes.flatMap((route) => route.scopes);
  const scope = scopes.length === 0 ? '' : ` -d scope=${quote([...new Set(scopes)].join(' '))}`;
  const fetchToken = [
    `TOKEN=$(curl -s ${addresses.tokenEndpoint}`,
    `  -u ${quote(`${clientId}:${secret ?? 'CLIENT_SECRET'}`)}`,
    `  -d grant_type=client_credentials${scope}`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  ].join(' \\\n');
  const call = [
    `curl -i ${findAddress(api, addresses.gatewayUrl)}`,
    '  -H "Authorization: Bearer $TOKEN"',
  ].join(' \\\n');
  return (
    <>
      <CopyField label={t('guide.call.terminal')} value={`${fetchToken}\n${call}`} />
      {secret === undefined && (
        <Text size="sm" c="var(--quiet-text)">
          <Trans
            t={t}
            i18nKey="guide.call.secret"
            components={{
              rotate: <Anchor component={Link} to={pages.application(applicationId)} underline="always" />,
            }}
          />
        </Text>
      )}
    </>
  );
}

function Waiting({ call }: { readonly call: CallSummary | undefined }) {
  const { t } = useTranslation('overview');
  if (call === undefined) {
    return (
      <div className={classes.waiting} role="status">
        <Loader size="xs" aria-hidden /> {t('guide.call.waiting')}
      </div>
    );
  }
  return (
    <div className={classes.waiting} role="status">
      <IconInfoCircle size={18} aria-hidden />
      <span>
        <Trans
          t={t}
          i18nKey="guide.call.refused"
          values={{ check: describeCheck(call.check ?? '') }}
          components={{ why: <Anchor component={Link} to={pages.call(call.requestId)} underline="always" /> }}
        />
      </span>
    </div>
  );
}

interface Properties {
  /** Undefined: the steps before are not done. */
  readonly api: ApiDetail | undefined;
  readonly clientId: string | undefined;
  readonly applicationId: string | undefined;
  /** Of the first call. */
  readonly requestId: string | undefined;
  readonly onCall: (requestId: string) => void;
}

/** What to type, and the moment when it works. */
export function FirstCallStep({ api, clientId, applicationId, requestId, onCall }: Properties) {
  const { t } = useTranslation('overview');
  const isWaiting = requestId === undefined && api !== undefined;
  const call = useFirstCall(isWaiting ? api.id : undefined);
  const first = call?.check === null ? call.requestId : undefined;
  useEffect(() => {
    if (first !== undefined) onCall(first);
  }, [first]);
  if (requestId !== undefined) {
    return (
      <div className={classes.arrived} role="status">
        <IconCircleCheck size={20} aria-hidden />
        <span>
          <Trans
            t={t}
            i18nKey="guide.call.arrived"
            components={{ why: <Anchor component={Link} to={pages.call(requestId)} underline="always" /> }}
          />
        </span>
      </div>
    );
  }
  if (api === undefined || clientId === undefined || applicationId === undefined) {
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('guide.call.later')}
      </Text>
    );
  }
  return (
    <div className={classes.commands}>
      <Commands api={api} clientId={clientId} applicationId={applicationId} />
      <Waiting call={call} />
    </div>
  );
}
