/* The package's types leave out what reads and writes frames. */
import type { Writable } from 'node:stream';

declare module 'ws' {
  const Receiver: new (options: { readonly isServer: boolean }) => Writable;
  const Sender: {
    frame(
      data: Buffer,
      options: {
        readonly fin: boolean;
        readonly rsv1: boolean;
        readonly opcode: number;
        readonly mask: boolean;
        readonly readOnly: boolean;
      },
    ): Buffer[];
  };
}
