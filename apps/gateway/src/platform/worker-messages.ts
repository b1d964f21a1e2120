/** What a worker tells its supervisor: it serves. */
export const WORKER_READY = 'gatehouse:ready';
/** What a supervisor tells a worker: another one has your place, finish. */
export const WORKER_RETIRE = 'gatehouse:retire';
/** What a supervisor tells a worker: the access log was moved away, open it anew. */
export const WORKER_REOPEN_LOG = 'gatehouse:reopen-log';
