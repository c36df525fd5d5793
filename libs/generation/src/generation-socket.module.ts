import { Module } from '@nestjs/common';
import { EventsSocket } from './events.socket.js';

/** The socket side: opens the namespace `/events`. */
@Module({ providers: [EventsSocket] })
export class GenerationSocketModule {}
