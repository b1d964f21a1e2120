import { Alert, Badge } from '@mantine/core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import type { Texts } from '../../../texts/texts';
import { ActivitySection } from './activity-section';
import { ApiAccessSection } from './api-access-section';
import { ApiKeysSection } from './api-keys-section';
import { useApplication } from './api';
import { ClientsSection } from './clients-section';
import { GeneralSection } from './general-section';
import { LimitsSection } from './limits-section';
import { PresentationSection } from './presentation-section';
import type { ApplicationSectionProperties } from './section';
import { SharingSection } from './sharing-section';
import { StateActions } from './state-actions';

interface PageSection {
  /** Its anchor. */
  readonly id: string;
  readonly name: keyof Texts['applications']['sections'];
  readonly Content: ComponentType<ApplicationSectionProperties>;
  /** Not shown of what is part of Gatehouse itself. */
  readonly isOwnOnly?: true;
}

/** In the order of the page. */
const SECTIONS: readonly PageSection[] = [
  { id: 'general', name: 'general', Content: GeneralSection },
  { id: 'presentation', name: 'presentation', Content: PresentationSection, isOwnOnly: true },
  { id: 'clients', name: 'clients', Content: ClientsSection },
  { id: 'api-keys', name: 'apiKeys', Content: ApiKeysSection, isOwnOnly: true },
  { id: 'apis', name: 'apis', Content: ApiAccessSection },
  { id: 'limits', name: 'limits', Content: LimitsSection, isOwnOnly: true },
  { id: 'sharing', name: 'sharing', Content: SharingSection, isOwnOnly: true },
  { id: 'activity', name: 'activity', Content: ActivitySection },
];

/** One application: what it is, its clients and keys, and what it may do. */
export function ApplicationPage() {
  const { t } = useTranslation('applications');
  const { id = '' } = useParams();
  const back = { to: pages.applications, label: t('list.title') };
  const result = useApplication(id);
  return (
    <LoadedPage result={result} title={t('application.title')} back={back}>
      {(application) => (
        <Page
          title={application.name}
          back={back}
          description={
            <Badge variant="light" color={application.enabled ? 'gate' : 'red'} component="span">
              {t(`state.${application.builtIn ? 'builtIn' : application.enabled ? 'enabled' : 'disabled'}`)}
            </Badge>
          }
          actions={
            <>
              <ChangesLink type="application" id={application.id} />
              {!application.builtIn && <StateActions application={application} />}
            </>
          }
        >
          {application.builtIn && (
            <Alert variant="light" color="gray">
              {t('application.builtIn')}
            </Alert>
          )}
          <LinkedSections
            sections={SECTIONS.filter(({ isOwnOnly }) => isOwnOnly !== true || !application.builtIn).map(
              ({ id: anchor, name, Content }) => ({
                id: anchor,
                title: t(`sections.${name}`),
                content: <Content application={application} />,
              }),
            )}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
