import { SocketNamespace } from '#lib/realtime';
import { EVENTS_NAMESPACE } from './generation.events.js';

/** The namespace on which clients hear about their own affairs. They only listen: it takes no events. */
@SocketNamespace(EVENTS_NAMESPACE)
export class EventsSocket {}
