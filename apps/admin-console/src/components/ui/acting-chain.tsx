import type { ActingParty } from '@gatehouse/dto';
import { Anchor, Code } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pages } from '../../lib/paths';
import classes from './acting-chain.module.css';

interface Properties {
  /** The one that holds the access token first. */
  readonly parties: readonly ActingParty[];
  /** For whom they all act; null: a client was acting for itself. */
  readonly user: { readonly id: string; readonly name: string } | null;
}

/** Somebody who acts, by name, with the way to their client. Names may be written in either direction. */
function Party({ party: { id, name, applicationId } }: { readonly party: ActingParty }) {
  const { t } = useTranslation('ui');
  if (applicationId === null) {
    return name === null ? (
      <span>
        {t('acting.gone')} <Code className={classes.id ?? ''}>{id}</Code>
      </span>
    ) : (
      <bdi>{name}</bdi>
    );
  }
  return (
    <>
      <Anchor component={Link} to={pages.client(applicationId, id)} underline="always" inherit>
        <bdi>{name}</bdi>
      </Anchor>
      <Code className={classes.id ?? ''}>{id}</Code>
    </>
  );
}

/** RFC 8693 §4.1: who acts for whom, as one reads it: the last who was asked first, the user at the end. */
export function ActingChain({ parties, user }: Properties) {
  const { t } = useTranslation('ui');
  return (
    <ol className={classes.chain} aria-label={t('acting.title')}>
      {parties.map((party, place) => (
        // A client may stand there more than once.
        <li key={place} className={classes.link}>
          <span className={classes.who}>
            <Party party={party} />
          </span>
          <span className={classes.for}>{t('acting.for')}</span>
        </li>
      ))}
      <li className={classes.link}>
        <span className={classes.who}>
          {user !== null ? (
            <>
              <Anchor component={Link} to={pages.user(user.id)} underline="always" inherit>
                <bdi>{user.name}</bdi>
              </Anchor>
              <span className={classes.for}>{t('acting.user')}</span>
            </>
          ) : (
            t('acting.itself')
          )}
        </span>
      </li>
    </ol>
  );
}

/** The same in a line, where there is room for no more. */
export function ActingLine({ parties }: Pick<Properties, 'parties'>) {
  const { t } = useTranslation('ui');
  return parties.map(({ id, name }, place) => (
    <span key={place}>
      {place > 0 && ` ${t('acting.for')} `}
      <bdi>{name ?? id}</bdi>
    </span>
  ));
}
