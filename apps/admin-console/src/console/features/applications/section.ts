import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';

/** What each section of an application's page is given. */
export interface ApplicationSectionProperties {
  readonly application: ApplicationDetail;
}

/** What each section of a client's page is given. */
export interface ClientSectionProperties {
  readonly applicationId: string;
  readonly isReadOnly: boolean;
  readonly client: ClientDetail;
}
