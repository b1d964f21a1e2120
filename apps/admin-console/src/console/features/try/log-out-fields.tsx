import { Anchor, Select, Stack, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pages } from '../../../lib/paths';
import type { FieldsProperties } from './step-fields';

/** Where the browser goes once its user is signed out. */
export function LogOutFields({ place, given, onChange }: FieldsProperties) {
  const { t } = useTranslation('try');
  const { client, applicationId } = place;
  const uris = client.postLogoutRedirectUris;
  return (
    <Stack gap="xs">
      {uris.length === 0 ? (
        <Text size="sm">
          <Trans
            t={t}
            i18nKey="logOut.none"
            components={{
              go: (
                <Anchor
                  component={Link}
                  to={pages.client(applicationId, client.clientId)}
                  underline="always"
                  size="sm"
                />
              ),
            }}
          />
        </Text>
      ) : (
        <Select
          label={t('logOut.back')}
          description={t('logOut.backHint')}
          data={[
            { value: '', label: t('logOut.ownPage') },
            ...uris.map((uri) => ({ value: uri, label: uri })),
          ]}
          value={given.postLogoutUri}
          onChange={(uri) => onChange({ postLogoutUri: uri ?? '' })}
          allowDeselect={false}
        />
      )}
      <Text size="sm" c="var(--quiet-text)">
        {t('logOut.yours')} {t('logOut.told')}
      </Text>
    </Stack>
  );
}
