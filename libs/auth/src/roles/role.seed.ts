/** A permission as it is shipped. */
export interface PermissionSeed {
  name: string;
  description: string;
}

/** A role as it is shipped. After the first start it is data, and edits of it stay. */
export interface RoleSeed {
  name: string;
  title: string;
  /** `all`: every permission, also those that later versions bring. */
  permissions: 'all' | readonly string[];
  /** Every new account gets it. */
  forNewUsers?: boolean;
  /** `AdminAccounts` gives it. */
  forAdministrators?: boolean;
}

/** What code may ask for (O9-O12). No code asks for a role. */
export const permissionSeeds: readonly PermissionSeed[] = [
  { name: 'manage_users', description: 'Find accounts and see all of their data' },
  { name: 'manage_user_roles', description: 'Give roles to users and take them away' },
  { name: 'manage_roles', description: 'See roles and permissions, and change what a role allows' },
  { name: 'lock_users', description: 'Lock and unlock accounts' },
  { name: 'edit_user_profiles', description: 'Edit the profiles of other users' },
  { name: 'moderate_reviews', description: 'Hide and show reviews' },
  { name: 'edit_quests', description: 'Create, edit and remove quests and their goods' },
  { name: 'edit_dictionaries', description: 'Edit categories, vehicles, places, activities and tools' },
  { name: 'manage_unlock_requests', description: 'Approve and reject requests to unlock quests' },
  { name: 'grant_credits', description: 'Give credits to users' },
  {
    name: 'manage_system',
    description: 'Operate the installation: health, backups, cache, tasks, maintenance, audit',
  },
];

/** The only place that knows roles by name. */
export const roleSeeds: readonly RoleSeed[] = [
  { name: 'admin', title: 'Administrator', permissions: 'all', forAdministrators: true },
  {
    name: 'manager',
    title: 'Manager',
    permissions: [
      'manage_users',
      'lock_users',
      'edit_user_profiles',
      'moderate_reviews',
      'edit_quests',
      'edit_dictionaries',
      'manage_unlock_requests',
      'grant_credits',
    ],
  },
  {
    name: 'moderator',
    title: 'Moderator',
    permissions: ['manage_users', 'lock_users', 'moderate_reviews', 'manage_unlock_requests'],
  },
  { name: 'user', title: 'User', permissions: [], forNewUsers: true },
];
