/** What a scope can be shown with; the pages have a drawing of each (Tabler Icons), and fetch those that they show. */
export const SCOPE_ICONS = [
  'key',
  'user',
  'users',
  'id',
  'mail',
  'message',
  'phone',
  'address',
  'location',
  'calendar',
  'clock',
  'photo',
  'video',
  'music',
  'file',
  'folder',
  'cloud',
  'printer',
  'device',
  'car',
  'home',
  'building',
  'basket',
  'card',
  'money',
  'health',
  'chart',
  'bell',
  'pencil',
  'trash',
  'settings',
  'world',
] as const;
export type ScopeIcon = (typeof SCOPE_ICONS)[number];

export const DEFAULT_SCOPE_ICON: ScopeIcon = 'key';

/** How much harm a scope can do in the wrong hands, least first. End users are told of all but the first. */
export const SCOPE_SENSITIVITIES = ['normal', 'sensitive', 'very-sensitive'] as const;
export type ScopeSensitivity = (typeof SCOPE_SENSITIVITIES)[number];
