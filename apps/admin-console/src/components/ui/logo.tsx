import { Group, Text } from '@mantine/core';

/** The gate: an arch with its bars half way up. */
export function LogoMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#13674f" />
      <path
        d="M7 26V15a9 9 0 0 1 18 0v11"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M12 26V15.5M16 26V12.5M20 26V15.5M8 20h16"
        stroke="#b0e2cf"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The gate with the name beside it. */
export function Logo() {
  return (
    <Group gap={10} wrap="nowrap">
      <LogoMark />
      <Text fw={680} fz={17} lts={-0.2} style={{ whiteSpace: 'nowrap' }}>
        Gatehouse
      </Text>
    </Group>
  );
}
