/** One drawing, so that a page can fetch it alone. */
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { TablerIcon } from '@tabler/icons-react';
  const Icon: TablerIcon;
  // eslint-disable-next-line import-x/no-default-export -- the package has it so
  export default Icon;
}
