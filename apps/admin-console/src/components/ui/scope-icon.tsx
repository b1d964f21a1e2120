import type { SaidScope } from '@gatehouse/dto';
import type { TablerIcon } from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense } from 'react';
import classes from './scope-icon.module.css';

type Drawing = Pick<Parameters<TablerIcon>[0], 'size' | 'aria-hidden'>;

const Nothing = () => null;

/** Fetched when it is first shown. A drawing that cannot be fetched is missed by nobody: the words say it all. */
const draw = (load: () => Promise<{ readonly default: ComponentType<Drawing> }>) =>
  lazy(() => load().catch(() => ({ default: Nothing })));

const DRAWINGS = {
  key: draw(() => import('@tabler/icons-react/dist/esm/icons/IconKey.mjs')),
  user: draw(() => import('@tabler/icons-react/dist/esm/icons/IconUser.mjs')),
  users: draw(() => import('@tabler/icons-react/dist/esm/icons/IconUsers.mjs')),
  id: draw(() => import('@tabler/icons-react/dist/esm/icons/IconId.mjs')),
  mail: draw(() => import('@tabler/icons-react/dist/esm/icons/IconMail.mjs')),
  message: draw(() => import('@tabler/icons-react/dist/esm/icons/IconMessage.mjs')),
  phone: draw(() => import('@tabler/icons-react/dist/esm/icons/IconPhone.mjs')),
  address: draw(() => import('@tabler/icons-react/dist/esm/icons/IconAddressBook.mjs')),
  location: draw(() => import('@tabler/icons-react/dist/esm/icons/IconMapPin.mjs')),
  calendar: draw(() => import('@tabler/icons-react/dist/esm/icons/IconCalendar.mjs')),
  clock: draw(() => import('@tabler/icons-react/dist/esm/icons/IconClock.mjs')),
  photo: draw(() => import('@tabler/icons-react/dist/esm/icons/IconPhoto.mjs')),
  video: draw(() => import('@tabler/icons-react/dist/esm/icons/IconVideo.mjs')),
  music: draw(() => import('@tabler/icons-react/dist/esm/icons/IconMusic.mjs')),
  file: draw(() => import('@tabler/icons-react/dist/esm/icons/IconFileText.mjs')),
  folder: draw(() => import('@tabler/icons-react/dist/esm/icons/IconFolder.mjs')),
  cloud: draw(() => import('@tabler/icons-react/dist/esm/icons/IconCloud.mjs')),
  printer: draw(() => import('@tabler/icons-react/dist/esm/icons/IconPrinter.mjs')),
  device: draw(() => import('@tabler/icons-react/dist/esm/icons/IconDeviceMobile.mjs')),
  car: draw(() => import('@tabler/icons-react/dist/esm/icons/IconCar.mjs')),
  home: draw(() => import('@tabler/icons-react/dist/esm/icons/IconHome.mjs')),
  building: draw(() => import('@tabler/icons-react/dist/esm/icons/IconBuilding.mjs')),
  basket: draw(() => import('@tabler/icons-react/dist/esm/icons/IconBasket.mjs')),
  card: draw(() => import('@tabler/icons-react/dist/esm/icons/IconCreditCard.mjs')),
  money: draw(() => import('@tabler/icons-react/dist/esm/icons/IconCoins.mjs')),
  health: draw(() => import('@tabler/icons-react/dist/esm/icons/IconHeartbeat.mjs')),
  chart: draw(() => import('@tabler/icons-react/dist/esm/icons/IconChartBar.mjs')),
  bell: draw(() => import('@tabler/icons-react/dist/esm/icons/IconBell.mjs')),
  pencil: draw(() => import('@tabler/icons-react/dist/esm/icons/IconPencil.mjs')),
  trash: draw(() => import('@tabler/icons-react/dist/esm/icons/IconTrash.mjs')),
  settings: draw(() => import('@tabler/icons-react/dist/esm/icons/IconSettings.mjs')),
  world: draw(() => import('@tabler/icons-react/dist/esm/icons/IconWorld.mjs')),
} satisfies Record<SaidScope['icon'], ComponentType<Drawing>>;

/** Those that there are, in the order in which they are offered. */
export const SCOPE_ICONS = Object.keys(DRAWINGS) as readonly SaidScope['icon'][];

/** What stands for a scope beside its words. */
export function ScopeIcon({ icon, size = 18 }: { readonly icon: SaidScope['icon']; readonly size?: number }) {
  const Icon = DRAWINGS[icon];
  return (
    <span className={classes.tile} aria-hidden>
      <Suspense fallback={null}>
        <Icon size={size} aria-hidden />
      </Suspense>
    </span>
  );
}
