import type { ApplicationDetail } from '@gatehouse/dto';
import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiCallFields } from './api-call-fields';

import { CallbackNotice } from './callback-notice';
import { ExchangeFields } from './exchange-fields';
import type { StepId, TrialPlace } from './flows/setting';
import { JwtFields } from './jwt-fields';
import { LogOutFields } from './log-out-fields';
import { PasswordFields } from './password-fields';
import { SamlFields } from './saml-fields';
import type { Given } from './use-trial';

export interface FieldsProperties {
  readonly place: TrialPlace;
  readonly given: Given;
  readonly onChange: (change: Partial<Given>) => void;
}

interface Properties extends FieldsProperties {
  readonly stepId: StepId;
  /** Whether nothing comes before that could bring what it needs. */
  readonly isFirst: boolean;
  readonly application: ApplicationDetail;
}

function AuthorizeFields({ application, place, given, onChange }: Properties) {
  const { t } = useTranslation('try');
  return (
    <Stack gap="md">
      <CallbackNotice application={application} client={place.client} callbackUri={place.callbackUri} />
      <Checkbox
        label={t('callback.again')}
        description={t('callback.againHint')}
        checked={given.signsInAgain}
        onChange={(event) => onChange({ signsInAgain: event.currentTarget.checked })}
      />
    </Stack>
  );
}

/** What the operator says for a step; most need nothing. */
export function StepFields(properties: Properties) {
  const { stepId, isFirst, application, place, onChange } = properties;
  switch (stepId) {
    case 'call-api':
      return (
        <ApiCallFields
          applicationId={application.id}
          gatewayUrl={place.gatewayUrl}
          onChange={(apiCall) => onChange({ apiCall })}
        />
      );
    case 'push':
      return <AuthorizeFields {...properties} />;
    case 'authorize':
      // What was pushed is settled.
      return place.client.requiresPushedRequest ? null : <AuthorizeFields {...properties} />;
    case 'exchange':
      return <ExchangeFields {...properties} isNeeded={isFirst} />;
    case 'present-jwt':
      return <JwtFields {...properties} />;
    case 'present-saml':
      return <SamlFields {...properties} />;
    case 'password':
      return <PasswordFields {...properties} />;
    case 'log-out':
      return <LogOutFields {...properties} />;
    default:
      return null;
  }
}
