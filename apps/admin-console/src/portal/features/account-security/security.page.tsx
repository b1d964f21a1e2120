import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountSecurity } from '../../../lib/portal-paths';
import { AccountPage } from '../../ui/account-page';
import { getOverview, type SecurityOverview } from './api';
import { ActivitySection } from './activity-section';
import { ApplicationsSection } from './applications-section';
import { FactorsSection } from './factors-section';
import { PasskeysSection } from './passkeys-section';
import { PasswordElsewhere, PasswordSection } from './password-section';
import { ProvidersSection } from './providers-section';
import { RecoveryCodes } from './recovery-codes';
import { SessionsSection } from './sessions-section';

const findWho = ({ user, isFresh }: SecurityOverview) => ({ ...user, isFresh });

function Overview({ overview, onChanged }: { overview: SecurityOverview; onChanged: () => void }) {
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <Stack gap="lg">
      {codes !== undefined && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {overview.isPasswordElsewhere ? (
        <PasswordElsewhere overview={overview} />
      ) : (
        <PasswordSection overview={overview} onChanged={onChanged} />
      )}
      <ProvidersSection overview={overview} onChanged={onChanged} />
      <FactorsSection overview={overview} onChanged={onChanged} onCodes={setCodes} />
      <PasskeysSection overview={overview} onChanged={onChanged} onCodes={setCodes} />
      <ApplicationsSection />
      <SessionsSection overview={overview} onChanged={onChanged} />
      <ActivitySection overview={overview} />
    </Stack>
  );
}

/** Where people look after how they sign in. */
export function SecurityPage() {
  const { t } = useTranslation('account-security');
  return (
    <AccountPage page={accountSecurity} lead={t('lead')} load={getOverview} who={findWho}>
      {(overview, reload) => <Overview overview={overview} onChanged={reload} />}
    </AccountPage>
  );
}
