import { setImmediate as turn } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { execute, hotQuery, isDatabaseUnavailable, isUniqueViolation, newId, poolStats, transact } from '@app/database';
import { isServerTested } from '../support/test-database.js';
import { UserRow } from './database.entities.js';
import { type DatabaseFixture, moment, openDatabaseFixture, userRow } from './database.fixture.js';

let fixture: DatabaseFixture;
let dataSource: DataSource;
let phone: string;

beforeAll(async () => {
  fixture = await openDatabaseFixture();
  dataSource = fixture.dataSource;
});

beforeEach(() => {
  phone = newId().slice(-20);
});

afterEach(() => {
  // Whatever happened, no transaction is left open and no caller is left waiting.
  const { total, ...rest } = poolStats(dataSource);
  expect(rest).toEqual({ idle: total, waiting: 0 });
});

afterAll(() => fixture.close());

const failure = new Error('the work failed');

/** Lets everything else that can run do so, without waiting for any length of time. */
async function letOthersRun(): Promise<void> {
  for (let round = 0; round < 20; round++) await turn();
}

interface Signal {
  promise: Promise<void>;
  give: () => void;
}

function signal(): Signal {
  const made: Partial<Signal> = {};
  made.promise = new Promise((resolve) => (made.give = resolve));
  return made as Signal;
}

/** Every way in which code that is not part of a transaction asks the database. */
const looks: Record<string, () => Promise<number>> = {
  'a repository': () => fixture.countUsers(phone),
  'a query builder': () => dataSource.createQueryBuilder(UserRow, 'user').where({ phone }).getCount(),
  'a raw query': async () =>
    (await dataSource.query<unknown[]>('SELECT id FROM users WHERE phone = ?', [phone])).length,
  'a hot query': async () => (await hotQuery(dataSource, 'SELECT id FROM users WHERE phone = ?', [phone])).length,
  'another transaction': () => transact(dataSource, (manager) => manager.countBy(UserRow, { phone })),
  'a query runner': async () => {
    const runner = dataSource.createQueryRunner();
    try {
      return ((await runner.query('SELECT id FROM users WHERE phone = ?', [phone])) as unknown[]).length;
    } finally {
      await runner.release();
    }
  },
};

describe('a transaction', () => {
  it('keeps its work apart from another one: the failing one takes back only its own', async () => {
    const work = (own: string, fails: boolean) => async (manager: EntityManager) => {
      const { id } = await fixture.insertUser({ phone: own }, manager);
      await letOthersRun();
      await manager.update(UserRow, { id }, { name: 'second statement' });
      await letOthersRun();
      if (fails) throw failure;
    };
    const outcomes = await Promise.allSettled([
      transact(dataSource, work('a', false)),
      transact(dataSource, work('b', true)),
      transact(dataSource, work('c', false)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await Promise.all(['a', 'b', 'c'].map((own) => fixture.countUsers(own)))).toEqual([1, 0, 1]);
  });

  it.each(Object.keys(looks))('shows nothing to %s before its commit', async (kind) => {
    const [inserted, finish] = [signal(), signal()];
    const work = transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone }, manager);
      inserted.give();
      await finish.promise;
      throw failure;
    });
    await inserted.promise;
    const look = looks[kind]?.();
    await letOthersRun();
    finish.give();
    await expect(work).rejects.toBe(failure);
    expect(await look).toBe(0);
  });

  it('does not take in the writes of others while it is open', async () => {
    const [opened, finish] = [signal(), signal()];
    const work = transact(dataSource, async (manager) => {
      await fixture.insertUser({}, manager);
      opened.give();
      await finish.promise;
      throw failure;
    });
    await opened.promise;
    const saved = dataSource.getRepository(UserRow).save(userRow({ phone }));
    const inserted = fixture.insertUser({ phone: `${phone}i`.slice(-20) });
    await letOthersRun();
    finish.give();
    await expect(work).rejects.toBe(failure);
    const rows = await Promise.all([saved, inserted]);
    expect(await dataSource.getRepository(UserRow).countBy(rows.map(({ id }) => ({ id })))).toBe(2);
  });

  it('is left by an error of the database, and the next one works', async () => {
    await fixture.insertUser({ phone });
    const repeat = transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone: `${phone}x`.slice(-20) }, manager);
      await fixture.insertUser({ phone }, manager);
    });
    await expect(repeat).rejects.toMatchObject({ name: 'QueryFailedError' });
    expect(await fixture.countUsers(`${phone}x`.slice(-20))).toBe(0);
    await transact(dataSource, (manager) => fixture.insertUser({ phone: `${phone}y`.slice(-20) }, manager));
    expect(await fixture.countUsers(`${phone}y`.slice(-20))).toBe(1);
  });

  it('goes on after an error that the work caught', async () => {
    await fixture.insertUser({ phone });
    const wasTaken = await transact(dataSource, async (manager) => {
      const other = await fixture.insertUser({}, manager);
      const error: unknown = await fixture.insertUser({ phone }, manager).catch((reason: unknown) => reason);
      return { isTaken: isUniqueViolation(error, 'uq_users_phone'), other };
    });
    expect(wasTaken.isTaken).toBe(true);
    expect(await fixture.countUsers(wasTaken.other.phone)).toBe(1);
  });

  it('takes back an inner transaction alone when only that one fails', async () => {
    const inner = `${phone}n`.slice(-20);
    await transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone }, manager);
      const work = manager.transaction(async (nested) => {
        await fixture.insertUser({ phone: inner }, nested);
        throw failure;
      });
      await expect(work).rejects.toBe(failure);
    });
    expect([await fixture.countUsers(phone), await fixture.countUsers(inner)]).toEqual([1, 0]);
  });

  it('changes a state once, however many try at the same moment', async () => {
    const { id } = await fixture.insertUser();
    const change = (): Promise<number> =>
      transact(dataSource, async (manager) => {
        const affected = await execute(manager, "UPDATE users SET role = 'admin' WHERE id = ? AND role = 'user'", [id]);
        await letOthersRun();
        return affected;
      });
    const counts = await Promise.all(Array.from({ length: 20 }, change));
    expect(counts.filter((count) => count === 1)).toHaveLength(1);
  });
});

(isServerTested ? describe.skip : describe)('on SQLite, where there is one connection', () => {
  it('joins what is asked within a transaction by other ways', async () => {
    const inner = `${phone}j`.slice(-20);
    const work = transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone }, manager);
      expect(await Promise.all([looks['a repository']?.(), looks['another transaction']?.()])).toEqual([1, 1]);
      await dataSource.getRepository(UserRow).save(userRow({ phone: inner }));
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect([await fixture.countUsers(phone), await fixture.countUsers(inner)]).toEqual([0, 0]);
  });

  it('rolls back what a released query runner left open', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await fixture.insertUser({ phone }, runner.manager);
    await runner.release();
    expect(await fixture.countUsers(phone)).toBe(0);
  });

  it('treats work that outlives its transaction like any other', async () => {
    const over = signal();
    let late: Promise<PromiseSettledResult<unknown>[]> | undefined;
    await transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone }, manager);
      late = over.promise.then(() =>
        Promise.allSettled([
          transact(dataSource, async (own) => {
            await own.update(UserRow, { phone }, { name: 'lost' });
            await letOthersRun();
            throw failure;
          }),
          dataSource.getRepository(UserRow).save(userRow({ phone: `${phone}l`.slice(-20) })),
        ]),
      );
    });
    over.give();
    expect((await late)?.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await dataSource.getRepository(UserRow).findOneBy({ phone })).toMatchObject({ name: null });
    expect(await fixture.countUsers(`${phone}l`.slice(-20))).toBe(1);
  });

  it('ends a wait of a transaction for somebody who waits for it', async () => {
    const asked = signal();
    const outside = asked.promise.then(() => fixture.countUsers(phone));
    const work = transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone }, manager);
      asked.give();
      await outside;
    });
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await fixture.countUsers(phone)).toBe(0);
  }, 15_000);
});

(isServerTested ? describe : describe.skip)('on MySQL, where transactions run side by side', () => {
  it('runs the whole work again after a deadlock, so that both come through', async () => {
    const [one, two] = [await fixture.insertUser(), await fixture.insertUser()];
    let runs = 0;
    const bothHoldOne = [signal(), signal()];
    const work = (mine: number, first: UserRow, second: UserRow) => async (manager: EntityManager) => {
      runs++;
      await manager.update(UserRow, { id: first.id }, { name: `by ${mine}` });
      bothHoldOne[mine]?.give();
      await Promise.all(bothHoldOne.map(({ promise }) => promise));
      await manager.update(UserRow, { id: second.id }, { name: `by ${mine}` });
    };
    await Promise.all([transact(dataSource, work(0, one, two)), transact(dataSource, work(1, two, one))]);
    expect(runs).toBeGreaterThanOrEqual(3);
    const names = await dataSource.getRepository(UserRow).findBy([{ id: one.id }, { id: two.id }]);
    expect(names[0]?.name).toBe(names[1]?.name);
    expect(names[0]?.createdAt).toEqual(moment);
  });

  it('sees what others commit while it is open, since it is READ COMMITTED', async () => {
    const counts = await transact(dataSource, async (manager) => {
      const before = await manager.countBy(UserRow, { phone });
      await fixture.insertUser({ phone });
      return [before, await manager.countBy(UserRow, { phone })];
    });
    expect(counts).toEqual([0, 1]);
  });
});
