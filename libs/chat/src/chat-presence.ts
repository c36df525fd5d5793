import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Realtime, type RealtimeSocket } from '#lib/realtime';
import { ChatAudience } from './chat-audience.js';
import { CHATS } from './chat-room.js';
import { isoTime } from './message.dto.js';

/** Whether somebody is connected. `lastSeenAt` null while they are. */
export interface Presence {
  userId: string;
  online: boolean;
  lastSeenAt: string | null;
}

/**
 * A page that is loaded anew is gone for a moment; that is no news. Together with the 17 s in which a vanished client is noticed this keeps
 * the promise of 20.
 */
const GRACE_MS = 2000;

/** Tells the partners in chats who is there (within this process). */
@Injectable()
export class ChatPresence implements OnModuleDestroy {
  private readonly online = new Set<string>();
  private readonly leaving = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly audience: ChatAudience,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /** Tells the partners about the user, and the new socket about them. */
  async entered(socket: RealtimeSocket): Promise<void> {
    const { userId } = socket.actor;
    this.stay(userId);
    await this.audience.enter(userId);
    if (!socket.isConnected) {
      this.left(userId);
      return;
    }
    const partners = [...this.audience.partnersOf(userId)].filter((partner) => this.online.has(partner));
    for (const partner of partners) socket.emit('presence', presenceOf(partner, null));
    if (this.online.has(userId)) return;
    this.online.add(userId);
    this.tell(partners, presenceOf(userId, null));
  }

  /** A socket of the user is gone; once it was the last one for a while, so are they. */
  left(userId: string): void {
    if (this.leaving.has(userId) || this.isConnected(userId)) return;
    const lastSeenAt = this.clock.now();
    const timer = setTimeout(() => this.gone(userId, lastSeenAt), GRACE_MS).unref();
    this.leaving.set(userId, timer);
  }

  onModuleDestroy(): void {
    for (const timer of this.leaving.values()) clearTimeout(timer);
  }

  private gone(userId: string, lastSeenAt: number): void {
    this.leaving.delete(userId);
    if (this.isConnected(userId)) return;
    const partners = [...this.audience.partnersOf(userId)];
    this.audience.leave(userId);
    if (this.online.delete(userId)) this.tell(partners, presenceOf(userId, lastSeenAt));
  }

  private stay(userId: string): void {
    clearTimeout(this.leaving.get(userId));
    this.leaving.delete(userId);
  }

  private isConnected(userId: string): boolean {
    return this.realtime.socketsOf(userId).some(({ namespace }) => namespace === CHATS);
  }

  private tell(userIds: readonly string[], presence: Presence): void {
    for (const userId of userIds) this.realtime.emitToUser(CHATS, userId, 'presence', presence);
  }
}

function presenceOf(userId: string, lastSeenAt: number | null): Presence {
  const online = lastSeenAt === null;
  return { userId, online, lastSeenAt: online ? null : isoTime(lastSeenAt) };
}
