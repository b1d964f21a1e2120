import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../../lib/me';
import { auditOf } from '../../lib/paths';

/** To what the audit log tells of one thing; members of organizations cannot read it. */
export function ChangesLink({ type, id }: { readonly type: string; readonly id: string }) {
  const { t } = useTranslation('ui');
  const me = useMe();
  if (me === undefined || me.role === 'member') return null;
  return (
    <Button
      variant="default"
      component={Link}
      to={auditOf({ type, subject: id })}
      leftSection={<IconHistory size={18} aria-hidden />}
    >
      {t('changes')}
    </Button>
  );
}
