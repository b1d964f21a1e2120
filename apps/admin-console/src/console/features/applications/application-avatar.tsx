import type { ApplicationSummary } from '@gatehouse/dto';
import { Avatar } from '@mantine/core';

interface Properties {
  readonly application: Pick<ApplicationSummary, 'name' | 'logoUrl'>;
  readonly size?: number;
}

/** The picture that people know an application by, or its initials; its name stands beside it. */
export function ApplicationAvatar({ application: { name, logoUrl }, size = 32 }: Properties) {
  return <Avatar src={logoUrl} name={name} alt="" size={size} radius="md" color="gate" aria-hidden />;
}
