import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { afterCommit, newId, transact } from '@app/database';
import { isServerTested } from '../support/test-database.js';
import { UserRow } from './database.entities.js';
import { type DatabaseFixture, openDatabaseFixture } from './database.fixture.js';

let fixture: DatabaseFixture;
let dataSource: DataSource;
let phone: string;
let ran: string[];

beforeAll(async () => {
  fixture = await openDatabaseFixture();
  dataSource = fixture.dataSource;
});

beforeEach(() => {
  phone = newId().slice(-20);
  ran = [];
});

afterAll(() => fixture.close());

const failure = new Error('the work failed');

function register(manager: EntityManager, ...names: string[]): void {
  for (const name of names) afterCommit(manager, () => void ran.push(name));
}

describe('a hook', () => {
  it('sees what was committed, and the caller sees what it did', async () => {
    await transact(dataSource, async (manager) => {
      await fixture.insertUser({ phone }, manager);
      afterCommit(manager, async () => void ran.push(`${await fixture.countUsers(phone)} row`));
    });
    expect(ran).toEqual(['1 row']);
  });

  it('runs once, in the order of registration, one after the other', async () => {
    const result = await transact(dataSource, async (manager) => {
      register(manager, 'first');
      afterCommit(manager, async () => {
        await new Promise(setImmediate);
        ran.push('second');
      });
      register(manager, 'third');
      await fixture.insertUser({}, manager);
      expect(ran).toEqual([]);
      return 'result';
    });
    expect([result, ...ran]).toEqual(['result', 'first', 'second', 'third']);
  });

  it('does not run when the work fails', async () => {
    const work = transact(dataSource, async (manager) => {
      register(manager, 'never');
      await fixture.insertUser({ phone }, manager);
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(ran).toEqual([]);
  });

  it('does not run when the commit fails', async () => {
    const work = transact(dataSource, async (manager) => {
      register(manager, 'never');
      const { queryRunner } = manager;
      if (queryRunner) jest.spyOn(queryRunner, 'commitTransaction').mockRejectedValueOnce(failure);
      await fixture.insertUser({ phone }, manager);
    });
    await expect(work).rejects.toBe(failure);
    expect([ran, await fixture.countUsers(phone)]).toEqual([[], 0]);
  });

  it('that fails is logged, and neither the change nor the other hooks fail', async () => {
    const log = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    try {
      await transact(dataSource, async (manager) => {
        afterCommit(manager, () => {
          throw failure;
        });
        afterCommit(manager, () => Promise.reject(failure));
        register(manager, 'still');
        await fixture.insertUser({ phone }, manager);
      });
      expect(log.mock.calls.map(([, error]: unknown[]) => error)).toEqual([failure, failure]);
    } finally {
      log.mockRestore();
    }
    expect([ran, await fixture.countUsers(phone)]).toEqual([['still'], 1]);
  });

  it('of a nested transaction waits for the commit of the outer one', async () => {
    await transact(dataSource, async (manager) => {
      register(manager, 'before');
      await transact(manager, async (nested) => {
        await fixture.insertUser({ phone }, nested);
        register(nested, 'nested');
      });
      register(manager, 'after');
      expect(ran).toEqual([]);
    });
    expect([ran, await fixture.countUsers(phone)]).toEqual([['before', 'nested', 'after'], 1]);
  });

  it('of a nested transaction goes with it, whichever of the two is rolled back', async () => {
    await transact(dataSource, async (manager) => {
      register(manager, 'before');
      const nested = transact(manager, async (inner) => {
        await fixture.insertUser({ phone }, inner);
        register(inner, 'nested');
        throw failure;
      });
      await expect(nested).rejects.toBe(failure);
      register(manager, 'after');
    });
    expect([ran, await fixture.countUsers(phone)]).toEqual([['before', 'after'], 0]);

    const outer = transact(dataSource, async (manager) => {
      await transact(manager, (inner) => {
        register(inner, 'nested');
        return Promise.resolve();
      });
      throw failure;
    });
    await expect(outer).rejects.toBe(failure);
    expect(ran).toEqual(['before', 'after']);
  });

  it('belongs to its own transaction, when several are under way', async () => {
    const work = (name: string, fails: boolean) => async (manager: EntityManager) => {
      register(manager, name);
      await fixture.insertUser({}, manager);
      if (fails) throw failure;
    };
    await Promise.allSettled([
      transact(dataSource, work('a', false)),
      transact(dataSource, work('b', true)),
      transact(dataSource, work('c', false)),
    ]);
    expect(ran.sort()).toEqual(['a', 'c']);
  });

  it('cannot be registered outside a transaction, or once it is over', async () => {
    const late = await transact(dataSource, (manager) => Promise.resolve(manager));
    for (const manager of [dataSource.manager, late]) {
      expect(() => register(manager, 'never')).toThrow('There is no transaction of transact() to wait for.');
    }
    expect(ran).toEqual([]);
  });
});

(isServerTested ? describe : describe.skip)('on MySQL, after a deadlock', () => {
  it('only the hooks of the attempt that was committed run', async () => {
    const [one, two] = [await fixture.insertUser(), await fixture.insertUser()];
    let attempts = 0;
    let release = (): void => undefined;
    const bothHoldOne = new Promise<void>((resolve) => (release = resolve));
    const work = (name: string, first: UserRow, second: UserRow) => async (manager: EntityManager) => {
      register(manager, name);
      await manager.update(UserRow, { id: first.id }, { name });
      if (++attempts === 2) release();
      await bothHoldOne;
      await manager.update(UserRow, { id: second.id }, { name });
    };
    await Promise.all([transact(dataSource, work('a', one, two)), transact(dataSource, work('b', two, one))]);
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect(ran.sort()).toEqual(['a', 'b']);
  });
});
