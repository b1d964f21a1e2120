import { Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { revokeAccessToken, useOwnTokens } from './api';
import { RevokeDialog, type Revoking } from './revoke-dialog';
import { TokenTable } from './token-table';

/** Access tokens that an application got for itself: no user has allowed them. */
export function OwnTokensPage() {
  const { t } = useTranslation('authorizations');
  const [address, setAddress] = useSearchParams();
  const [revoking, setRevoking] = useState<Revoking>();
  const applicationId = address.get('applicationId');
  const result = useOwnTokens(applicationId);
  return (
    <Page
      title={t('own.title')}
      description={t('own.description')}
      back={{ to: pages.authorizations, label: t('title') }}
    >
      <Picker
        kind="applications"
        label={t('facts.application')}
        placeholder={t('own.choose')}
        value={applicationId}
        onChange={(id) => setAddress(id === null ? {} : { applicationId: id }, { replace: true })}
        w={300}
      />
      {applicationId === null ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('own.choose')}
        </Text>
      ) : result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : result.isPending ? (
        <ListSkeleton />
      ) : result.data.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('tokens.none')}
        </Text>
      ) : (
        <Paper withBorder>
          <TokenTable
            tokens={result.data}
            onRevoke={({ tokenId }) =>
              setRevoking({
                what: 'token',
                name: tokenId.slice(0, 8),
                run: () => revokeAccessToken(tokenId),
              })
            }
          />
        </Paper>
      )}
      {revoking !== undefined && <RevokeDialog revoking={revoking} onClose={() => setRevoking(undefined)} />}
    </Page>
  );
}
