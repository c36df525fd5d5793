import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one request, socket event or job: shown in every log line written meanwhile (O7). */
export interface RequestContext {
  readonly requestId: string;
  /** Set once the caller is verified. */
  actorId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of whatever is running now; undefined outside of requests, events and jobs. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs `work` in `context`; everything it awaits sees the same context. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}
