/** Why no server could listen on this port now: the system's code; undefined: one could. `host` defaults to 127.0.0.1. */
export function findPortProblem(port: number, host?: string): Promise<string | undefined>;

/** Finds ports that are free now, each given only once by this process. */
export function findFreePorts(count: number): Promise<number[]>;
