import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { catalogue } from '../../../lib/portal-paths';
import { mayAsk } from './api';
import { useLoaded } from './use-loaded';

/** The way to an application of one's own; where nobody may ask, what is to be said instead. */
export function RequestLink({ otherwise }: { readonly otherwise?: string }) {
  const { t } = useTranslation('catalogue');
  const [state] = useLoaded(mayAsk);
  if (state.name === 'shown' && state.value) {
    return (
      <Anchor href={catalogue.requestsPage} underline="always" inherit>
        {t('request.ask')}
      </Anchor>
    );
  }
  return state.name === 'loading' ? null : otherwise;
}
