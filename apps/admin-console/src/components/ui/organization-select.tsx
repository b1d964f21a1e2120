import type { OrganizationDetail } from '@gatehouse/dto';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../lib/api-client';
import { useMe } from '../../lib/me';
import { endpoints } from '../../lib/paths';
import type { ListPage } from './server-list';

const MANY = 200;

interface Properties {
  readonly value: string | null;
  readonly problem?: string | undefined;
  /** What it means here, where that is not whose the thing is. */
  readonly hint?: string;
  readonly onChange: (id: string | null) => void;
}

/** To which organization something belongs. Not shown where there is none to choose. */
export function OrganizationSelect({ value, problem, hint, onChange }: Properties) {
  const { t } = useTranslation('ui');
  const me = useMe();
  const { data } = useQuery({
    queryKey: ['organizations', 'to-choose'],
    queryFn: () => callApi<ListPage<OrganizationDetail>>('GET', endpoints.organizations({ pageSize: MANY })),
  });
  const choices = (data?.items ?? []).filter(({ right }) => right === 'manage');
  const isMember = me?.role === 'member';
  const [only] = choices;
  // A member's applications always belong to an organization.
  useEffect(() => {
    if (isMember && value === null && only !== undefined) onChange(only.id);
  }, [isMember, value, only, onChange]);
  if (choices.length === 0 && problem === undefined) return null;
  return (
    <Select
      label={t('organization.label')}
      description={hint ?? (isMember ? t('organization.ofMember') : t('organization.hint'))}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      error={problem}
      searchable
      clearable={!isMember}
      onChange={onChange}
    />
  );
}
