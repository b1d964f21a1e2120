import {
  IconActivity,
  IconAlertCircle,
  IconApi,
  IconApps,
  IconBook,
  IconBroadcast,
  IconBuildingCommunity,
  IconCertificate,
  IconFlask,
  IconGauge,
  IconHistory,
  IconInbox,
  IconKey,
  IconListDetails,
  IconLayoutDashboard,
  IconLogin2,
  IconMail,
  IconPalette,
  IconPlugConnected,
  IconRobot,
  IconRubberStamp,
  IconServer2,
  IconSettings,
  IconShieldCheck,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
  IconWorldCheck,
} from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { endpoints, pages } from '../../lib/paths';
import { WaitingRequests } from './waiting-requests';
import classes from './navigation.module.css';

/** Every page of the console, by what it is about. */
const GROUPS = [
  {
    title: 'navigation.gateway',
    links: [
      { to: pages.apis, label: 'navigation.apis', icon: IconApi },
      { to: pages.traffic, label: 'navigation.traffic', icon: IconActivity },
      { to: pages.limits, label: 'navigation.limits', icon: IconGauge },
      { to: pages.outsideIssuers, label: 'navigation.outsideIssuers', icon: IconWorldCheck },
      { to: pages.providers, label: 'navigation.providers', icon: IconPlugConnected },
    ],
  },
  {
    title: 'navigation.applicationsGroup',
    links: [
      { to: pages.applications, label: 'navigation.applications', icon: IconApps },
      { to: pages.requests, label: 'navigation.requests', icon: IconInbox },
      { to: pages.registration, label: 'navigation.registration', icon: IconRobot },
      { to: pages.scopes, label: 'navigation.scopes', icon: IconKey },
      { to: pages.detailsTypes, label: 'navigation.detailsTypes', icon: IconListDetails },
      { to: pages.tryIt, label: 'navigation.tryIt', icon: IconFlask },
      { to: pages.errors, label: 'navigation.errors', icon: IconAlertCircle },
      { to: pages.trustedIssuers, label: 'navigation.trustedIssuers', icon: IconRubberStamp },
    ],
  },
  {
    title: 'navigation.people',
    links: [
      { to: pages.users, label: 'navigation.users', icon: IconUsers },
      { to: pages.team, label: 'navigation.team', icon: IconUsersGroup },
      { to: pages.organizations, label: 'navigation.organizations', icon: IconBuildingCommunity },
      { to: pages.authorizations, label: 'navigation.authorizations', icon: IconShieldCheck },
      { to: pages.identityProviders, label: 'navigation.identityProviders', icon: IconLogin2 },
      { to: pages.messages, label: 'navigation.messages', icon: IconMail },
    ],
  },
  {
    title: 'navigation.system',
    links: [
      { to: pages.audit, label: 'navigation.audit', icon: IconHistory },
      { to: pages.nodes, label: 'navigation.nodes', icon: IconServer2 },
      { to: pages.webhooks, label: 'navigation.webhooks', icon: IconWebhook },
      { to: pages.streams, label: 'navigation.streams', icon: IconBroadcast },
      { to: pages.keys, label: 'navigation.keys', icon: IconCertificate },
      { to: pages.brand, label: 'navigation.brand', icon: IconPalette },
      { to: pages.settings, label: 'navigation.settings', icon: IconSettings },
    ],
  },
] as const;

/** Those of them that are of use to a member, who sees only what is theirs. */
const MEMBER_PAGES: ReadonlySet<string> = new Set([
  pages.applications,
  pages.tryIt,
  pages.errors,
  pages.organizations,
  pages.authorizations,
  pages.traffic,
]);

interface GroupProperties {
  readonly group: (typeof GROUPS)[number];
  readonly isMember: boolean;
  readonly onNavigate: () => void;
}

function NavigationGroup({ group: { title, links }, isMember, onNavigate }: GroupProperties) {
  const { t } = useTranslation('console');
  const id = useId();
  const shown = links.filter(({ to }) => !isMember || MEMBER_PAGES.has(to));
  if (shown.length === 0) return null;
  return (
    <div className={classes.group} role="group" aria-labelledby={id}>
      <div id={id} className={classes.title}>
        {t(title)}
      </div>
      <ul className={classes.links}>
        {shown.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            {/* React Router marks the page that is open: aria-current. */}
            <NavLink to={to} className={classes.link ?? ''} onClick={onNavigate}>
              <Icon size={18} aria-hidden /> {t(label)}
              {to === pages.requests && <WaitingRequests />}
            </NavLink>
          </li>
        ))}
        {title === 'navigation.system' && (
          <li>
            <a href={endpoints.docs} className={classes.link}>
              <IconBook size={18} aria-hidden /> {t('navigation.restApi')}
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}

/** The ways to every page, in groups. */
export function Navigation({ role, onNavigate }: { readonly role: string; readonly onNavigate: () => void }) {
  const { t } = useTranslation('console');
  const isMember = role === 'member';
  return (
    <nav id="navigation" aria-label={t('navigation.label')} className={classes.groups}>
      {!isMember && (
        <ul className={classes.links}>
          <li>
            <NavLink to={pages.overview} end className={classes.link ?? ''} onClick={onNavigate}>
              <IconLayoutDashboard size={18} aria-hidden /> {t('navigation.overview')}
            </NavLink>
          </li>
        </ul>
      )}
      {GROUPS.map((group) => (
        <NavigationGroup key={group.title} group={group} isMember={isMember} onNavigate={onNavigate} />
      ))}
    </nav>
  );
}
