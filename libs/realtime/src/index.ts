export { type RealtimeConfig, realtimeConfig } from './realtime.config.js';
export { RealtimeModule } from './realtime.module.js';
export { Realtime, type RealtimeStats } from './realtime.service.js';
export { type EndReason, RealtimeSocket } from './realtime-socket.js';
export {
  type SocketAccess,
  type SocketAnswer,
  type SocketCall,
  SocketEvent,
  type SocketEventHandler,
  type SocketEventOptions,
  type SocketLifecycle,
  SocketNamespace,
} from './socket-event.decorator.js';
export type { SocketEventDescription } from './socket-event.registry.js';
export { MAX_SOCKETS_PER_USER } from './socket-handshake.js';
export { MAX_FRAME_BYTES } from './socket-server.js';
