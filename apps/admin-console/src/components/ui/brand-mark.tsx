import { Group, Text } from '@mantine/core';
import { Logo } from './logo';

interface Properties {
  readonly name: string | undefined;
  /** An address, or a data URI. */
  readonly logo: string | undefined;
}

/** Whose pages these are: the brand's logo and name, or Gatehouse's own. */
export function BrandMark({ name, logo }: Properties) {
  if (name === undefined && logo === undefined) return <Logo />;
  return (
    <Group gap={10} wrap="nowrap">
      {logo !== undefined && <img src={logo} alt={name === undefined ? 'Logo' : ''} height={32} />}
      {name !== undefined && (
        <Text fw={680} fz={17} lts={-0.2}>
          {name}
        </Text>
      )}
    </Group>
  );
}
