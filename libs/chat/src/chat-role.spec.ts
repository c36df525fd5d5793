import { describe, expect, it } from '@jest/globals';
import { type ChatRight, type ChatRole, chatRoles, heirOf, outranks, roleAllows } from './chat-role.js';

describe('chat roles', () => {
  const matrix: [ChatRight, ChatRole[]][] = [
    ['rename', ['owner', 'admin']],
    ['add_members', ['owner', 'admin']],
    ['remove_members', ['owner', 'admin']],
    ['delete_messages', ['owner', 'admin']],
    ['appoint', ['owner']],
    ['delete_chat', ['owner']],
  ];

  it.each(matrix)('%s is for %j', (right, allowed) => {
    expect(chatRoles.filter((role) => roleAllows(role, right))).toEqual(allowed);
  });

  it('ranks owner over admin over member, and nobody over their like', () => {
    const pairs = chatRoles.flatMap((one) => chatRoles.map((other) => [one, other] as const));
    expect(pairs.filter(([one, other]) => outranks(one, other)).map((pair) => pair.join(' > '))).toEqual([
      'owner > admin',
      'owner > member',
      'admin > member',
    ]);
  });

  it('leaves the chat to the admin who is there longest, then to the member', () => {
    const members = [
      { userId: 'd', role: 'member' as const, joinedAt: 1 },
      { userId: 'c', role: 'admin' as const, joinedAt: 9 },
      { userId: 'b', role: 'admin' as const, joinedAt: 5 },
      { userId: 'a', role: 'admin' as const, joinedAt: 5 },
    ];
    expect(heirOf(members)?.userId).toBe('a');
    expect(heirOf(members.slice(0, 1))?.userId).toBe('d');
    expect(heirOf([])).toBeNull();
  });
});
