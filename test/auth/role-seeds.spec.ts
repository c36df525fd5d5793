import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RolesService } from '#lib/auth';
import {
  createTestDatabase,
  describeEachEngine,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { type AuthApp, startReplica } from './auth-app.fixture.js';

describeEachEngine('shipped roles and permissions', (engine) => {
  let place: TestDatabaseEnvironment;
  let app: AuthApp;
  beforeEach(async () => {
    place = await createTestDatabase(engine);
    app = await started();
  });
  afterEach(async () => {
    await app.close();
    await place.remove();
  });

  const started = async () => {
    const replica = await startReplica(place);
    await replica.app.get(RolesService).ready();
    return replica;
  };
  const restart = async () => {
    await app.close();
    app = await started();
  };
  const permissionsOf = async (name: string) =>
    (await app.app.get(RolesService).list()).find((role) => role.name === name)?.permissions;

  it('are the same after another start, which writes nothing', async () => {
    const before = await app.app.get(RolesService).list();
    await restart();
    expect(await app.app.get(RolesService).list()).toEqual(before);
    const writes = app.db.statementCount;
    await app.app.get(RolesService).ready();
    expect(app.db.statementCount).toBe(writes);
  });

  it('keep what was edited', async () => {
    await app.db.execute(
      `DELETE FROM role_permissions WHERE role_name = 'moderator' AND permission_name = 'lock_users'`,
    );
    await restart();
    expect(await permissionsOf('moderator')).toEqual([
      'manage_unlock_requests',
      'manage_users',
      'moderate_reviews',
    ]);
  });

  it('bring a permission that is new to the database to the roles it was shipped for', async () => {
    await app.db.execute(`DELETE FROM permissions WHERE name = 'grant_credits'`);
    await restart();
    expect(await permissionsOf('manager')).toContain('grant_credits');
    expect(await permissionsOf('admin')).toContain('grant_credits');
    expect(await permissionsOf('moderator')).not.toContain('grant_credits');
  });

  it('leave administrators with everything', async () => {
    await app.db.execute(
      `DELETE FROM role_permissions WHERE role_name = 'admin' AND permission_name = 'manage_system'`,
    );
    await restart();
    expect(await permissionsOf('admin')).toContain('manage_system');
  });

  it('are complete when several processes start at once', async () => {
    await app.db.execute('DELETE FROM roles');
    await app.db.execute('DELETE FROM permissions');
    await app.close();
    const replicas = await Promise.all([started(), started(), started()]);
    app = replicas[0];
    for (const replica of replicas.slice(1)) await replica.close();
    expect((await app.app.get(RolesService).list()).map(({ name }) => name)).toEqual([
      'admin',
      'manager',
      'moderator',
      'user',
    ]);
    expect(await permissionsOf('admin')).toHaveLength(11);
    expect(await permissionsOf('manager')).toHaveLength(8);
  });
});
