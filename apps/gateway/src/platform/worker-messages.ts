/** What a worker tells its supervisor: it serves. */
export const WORKER_READY = 'gatehouse:ready';
/** What a supervisor tells a worker: another one has your place, finish. */
export const WORKER_RETIRE = 'gatehouse:retire';
