import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { type Actor, ActorVerifier } from '#lib/access';
import { AuthService } from '#lib/auth';
import { ChatService, MessageService } from '#lib/chat';
import { GalleryService, GenerationService } from '#lib/generation';
import { UsersService } from '#lib/users';
import { chats, people, SEED_PASSWORD, type SeedPerson } from './seed-data.js';

const POLL_MS = 50;
const GENERATION_DEADLINE_MS = 60_000;

/** What a run added. People who were there already are left as they are. */
export interface SeedReport {
  added: string[];
  present: string[];
  pictures: number;
  chats: number;
}

/** Loads the demo data through the same services as the API, so that everything is as real people would have made it. */
export class Seeder {
  private readonly actors = new Map<string, Actor>();
  private readonly report: SeedReport = { added: [], present: [], pictures: 0, chats: 0 };

  constructor(
    private readonly core: INestApplicationContext,
    private readonly say: (line: string) => void,
  ) {}

  async run(): Promise<SeedReport> {
    for (const person of people) await this.addPerson(person);
    for (const { title, members, lines } of chats) {
      const actors = members.map((key) => this.actors.get(key));
      const [opener, ...others] = actors;
      // A conversation needs everybody in it to be new, or a second run would say everything twice.
      if (!opener || others.some((actor) => actor === undefined)) continue;
      const { chat } = await this.core.get(ChatService).create(opener, {
        type: title === null ? 'direct' : 'group',
        memberIds: others.map((actor) => actor?.userId ?? ''),
        ...(title === null ? {} : { title }),
      });
      for (const [index, [author, text]] of lines.entries())
        await this.sayIn(chat.id, author, `seed-${index}`, text);
      this.report.chats += 1;
    }
    return this.report;
  }

  private async addPerson(person: SeedPerson): Promise<void> {
    const email = emailOf(person);
    if ((await this.core.get(UsersService).findByEmail(email)) !== null) {
      this.report.present.push(email);
      return;
    }
    const { displayName, locale, bio } = person;
    const { accessToken } = await this.core
      .get(AuthService)
      .register(
        { email, password: SEED_PASSWORD, displayName, locale },
        { userAgent: 'kvartal seed', ip: null },
      );
    const actor = await this.core.get(ActorVerifier).verify(accessToken);
    await this.core.get(UsersService).updateProfile(actor, { bio });
    for (const picture of person.pictures) await this.addPicture(actor, picture);
    this.actors.set(person.key, actor);
    this.report.added.push(email);
    this.say(`${email}: ${person.pictures.length} pictures`);
  }

  private async addPicture(actor: Actor, picture: SeedPerson['pictures'][number]): Promise<void> {
    const { kind, prompt, seed } = picture;
    const { id } = await this.core.get(GenerationService).create(actor, { kind, prompt, seed, count: 1 });
    const [image] = await this.imagesOf(actor, id);
    if (!image) throw new Error(`The picture "${prompt}" was not drawn`);
    if (picture.isFavourite) await this.core.get(GalleryService).setFavourite(actor, image.id, true);
    if (kind === 'avatar')
      await this.core.get(UsersService).updateProfile(actor, { avatarFileId: image.fileId });
    this.report.pictures += 1;
  }

  private async imagesOf(actor: Actor, id: string) {
    const deadline = Date.now() + GENERATION_DEADLINE_MS;
    while (Date.now() < deadline) {
      const { status, images, error } = await this.core.get(GenerationService).get(actor, id, 'en');
      if (status === 'succeeded') return images;
      if (status === 'failed' || status === 'canceled') throw new Error(error?.message ?? status);
      await delay(POLL_MS);
    }
    throw new Error(`Generation ${id} did not end within ${GENERATION_DEADLINE_MS / 1000} s`);
  }

  private async sayIn(chatId: string, author: string, clientId: string, text: string): Promise<void> {
    const actor = this.actors.get(author);
    if (!actor) throw new Error(`${author} speaks in a chat without being in it`);
    await this.core.get(MessageService).send(actor, chatId, { clientId, text });
  }
}

/** The address a demo person signs in with. */
export function emailOf({ key }: SeedPerson): string {
  return `${key}@demo.kvartal.local`;
}
