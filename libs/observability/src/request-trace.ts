import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line of a request names. The account and the session are those of its signed-in caller. */
export interface RequestTrace {
  requestId: string;
  accountId?: string;
  sessionId?: string;
}

const traces = new AsyncLocalStorage<RequestTrace>();

/** Runs the work, and all that it starts, as a part of a request. */
export function runInRequest<T>(trace: RequestTrace, work: () => T): T {
  return traces.run(trace, work);
}

/** Names the caller on all further log lines of the present request. Does nothing outside a request. */
export function identifyCaller(caller: { accountId: string; sessionId: string }): void {
  const trace = traces.getStore();
  if (trace) Object.assign(trace, caller);
}

/** The trace of the present request; undefined outside one. */
export function currentTrace(): Readonly<RequestTrace> | undefined {
  return traces.getStore();
}
