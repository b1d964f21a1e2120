/** Whether a server could listen on this port now. `host` defaults to 127.0.0.1. */
export function isPortFree(port: number, host?: string): Promise<boolean>;

/** Finds ports that are free now, each given only once by this process. */
export function findFreePorts(count: number): Promise<number[]>;
