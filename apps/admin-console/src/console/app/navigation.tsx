import {
  IconActivity,
  IconApi,
  IconApps,
  IconBook,
  IconCertificate,
  IconGauge,
  IconKey,
  IconLayoutDashboard,
  IconLogin2,
  IconMail,
  IconPalette,
  IconPlugConnected,
  IconRubberStamp,
  IconServer2,
  IconShieldCheck,
  IconUsers,
  IconWorldCheck,
} from '@tabler/icons-react';
import { useId } from 'react';
import { NavLink } from 'react-router';
import { endpoints, pages } from '../../lib/paths';
import classes from './navigation.module.css';

/** Every page of the console, by what it is about. */
const GROUPS = [
  {
    title: 'Gateway',
    links: [
      { to: pages.apis, label: 'APIs', icon: IconApi },
      { to: pages.traffic, label: 'Traffic', icon: IconActivity },
      { to: pages.limits, label: 'Limits', icon: IconGauge },
      { to: pages.outsideIssuers, label: 'Outside issuers', icon: IconWorldCheck },
      { to: pages.providers, label: 'Token providers', icon: IconPlugConnected },
    ],
  },
  {
    title: 'Applications',
    links: [
      { to: pages.applications, label: 'Applications', icon: IconApps },
      { to: pages.scopes, label: 'Scopes', icon: IconKey },
      { to: pages.trustedIssuers, label: 'Trusted issuers', icon: IconRubberStamp },
    ],
  },
  {
    title: 'People',
    links: [
      { to: pages.users, label: 'Users', icon: IconUsers },
      { to: pages.authorizations, label: 'Authorizations', icon: IconShieldCheck },
      { to: pages.identityProviders, label: 'Identity providers', icon: IconLogin2 },
      { to: pages.messages, label: 'Messages', icon: IconMail },
    ],
  },
  {
    title: 'System',
    links: [
      { to: pages.nodes, label: 'Nodes', icon: IconServer2 },
      { to: pages.keys, label: 'Signing keys', icon: IconCertificate },
      { to: pages.brand, label: 'Brand', icon: IconPalette },
    ],
  },
] as const;

interface GroupProperties {
  readonly group: (typeof GROUPS)[number];
  readonly onNavigate: () => void;
}

function NavigationGroup({ group: { title, links }, onNavigate }: GroupProperties) {
  const id = useId();
  return (
    <div className={classes.group} role="group" aria-labelledby={id}>
      <div id={id} className={classes.title}>
        {title}
      </div>
      <ul className={classes.links}>
        {links.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            {/* React Router marks the page that is open: aria-current. */}
            <NavLink to={to} className={classes.link ?? ''} onClick={onNavigate}>
              <Icon size={18} aria-hidden /> {label}
            </NavLink>
          </li>
        ))}
        {title === 'System' && (
          <li>
            <a href={endpoints.docs} className={classes.link}>
              <IconBook size={18} aria-hidden /> REST API
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}

/** The ways to every page, in groups. */
export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  return (
    <nav id="navigation" aria-label="Console" className={classes.groups}>
      <ul className={classes.links}>
        <li>
          <NavLink to={pages.overview} end className={classes.link ?? ''} onClick={onNavigate}>
            <IconLayoutDashboard size={18} aria-hidden /> Overview
          </NavLink>
        </li>
      </ul>
      {GROUPS.map((group) => (
        <NavigationGroup key={group.title} group={group} onNavigate={onNavigate} />
      ))}
    </nav>
  );
}
