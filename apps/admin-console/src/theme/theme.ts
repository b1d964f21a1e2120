import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The green of an old gate; shade 7 on white and white on shade 7 both pass WCAG AA. */
const gate: MantineColorsTuple = [
  '#effaf6',
  '#d8f1e7',
  '#b0e2cf',
  '#7fceb2',
  '#4fb594',
  '#2d9a7a',
  '#1b7f64',
  '#13674f',
  '#115342',
  '#0d3d31',
];

/** Mantine's greys have no colour of their own and stand out against ours: these have a little of the gate's. */
const dark: MantineColorsTuple = [
  '#dde4e1',
  '#bcc6c1',
  '#8d9a94',
  '#66726d',
  '#434e4a',
  '#353f3b',
  '#242c29',
  '#1a201e',
  '#161b19',
  '#111614',
];

/** The one look of console and portal. */
export const theme = createTheme({
  primaryColor: 'gate',
  primaryShade: { light: 7, dark: 6 },
  colors: { gate, dark },
  defaultRadius: 'md',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Locking the scroll would write a style element, which the content security policy forbids.
    Modal: { defaultProps: { lockScroll: false } },
    // One kind of badge: words, not capitals.
    Badge: { defaultProps: { tt: 'none' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});
