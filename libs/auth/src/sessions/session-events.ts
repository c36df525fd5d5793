import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Realtime } from '#lib/realtime';
import { type AuthNews, AuthChanges } from '../changes/auth-changes.js';

/** Closes the sockets of sessions that ended and of users who were locked, whichever process did it. */
@Injectable()
export class SessionEvents implements OnModuleInit {
  constructor(
    private readonly changes: AuthChanges,
    private readonly realtime: Realtime,
  ) {}

  onModuleInit(): void {
    this.changes.subscribe((news) => this.closeSockets(news));
  }

  private closeSockets(news: AuthNews): void {
    switch (news.kind) {
      case 'session_ended':
        this.realtime.disconnectSession(news.subjectId);
        break;
      case 'user_locked':
        this.realtime.disconnectUser(news.subjectId);
        break;
      case 'user_changed':
        // Sockets stay: events that want a permission ask the verifier each time.
        break;
      case 'missed':
        // Which sockets to close is not known; each ends with its access token.
        break;
    }
  }
}
