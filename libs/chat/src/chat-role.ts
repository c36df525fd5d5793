/** What somebody is in one chat; has nothing to do with the roles of accounts. Both members of a direct chat are `member`. */
export const chatRoles = ['owner', 'admin', 'member'] as const;
export type ChatRole = (typeof chatRoles)[number];

/** What a role allows in its chat, beyond reading, writing and leaving. */
export type ChatRight =
  'rename' | 'add_members' | 'remove_members' | 'appoint' | 'delete_messages' | 'delete_chat';

const rights: Readonly<Record<ChatRole, ReadonlySet<ChatRight>>> = {
  owner: new Set<ChatRight>([
    'rename',
    'add_members',
    'remove_members',
    'appoint',
    'delete_messages',
    'delete_chat',
  ]),
  admin: new Set<ChatRight>(['rename', 'add_members', 'remove_members', 'delete_messages']),
  member: new Set<ChatRight>(),
};

const rank: Readonly<Record<ChatRole, number>> = { owner: 2, admin: 1, member: 0 };

export function roleAllows(role: ChatRole, right: ChatRight): boolean {
  return rights[role].has(right);
}

/** Admins remove members, not each other and not the owner. */
export function outranks(role: ChatRole, other: ChatRole): boolean {
  return rank[role] > rank[other];
}

/** Who owns the chat after its owner left: the admin who is there longest, else the member. Null when nobody is left. */
export function heirOf<Member extends { role: ChatRole; joinedAt: number; userId: string }>(
  members: readonly Member[],
): Member | null {
  const [heir] = [...members].sort(
    (one, other) =>
      rank[other.role] - rank[one.role] ||
      one.joinedAt - other.joinedAt ||
      one.userId.localeCompare(other.userId),
  );
  return heir ?? null;
}
