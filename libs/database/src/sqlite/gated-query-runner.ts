import type { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryRunner } from 'typeorm';
import type { TransactionScope } from './gate-data-source.js';
import type { LibsqlDatabase } from './libsql-database.js';
import type { TransactionGate } from './transaction-gate.js';

/** The transaction state of TypeORM's runner. */
interface TransactionState {
  isTransactionActive: boolean;
  transactionDepth: number;
}

/** Puts TypeORM's query runner behind the gate, by replacing the methods that touch the connection. */
export class GatedQueryRunner {
  private readonly original: Pick<
    QueryRunner,
    'query' | 'startTransaction' | 'commitTransaction' | 'rollbackTransaction' | 'release'
  >;
  private readonly state: TransactionState;
  private scopeOfTransaction: TransactionScope | undefined;
  /** The transactions that this runner opened inside another runner's one. */
  private readonly joined: GatedQueryRunner[] = [];

  constructor(
    readonly runner: QueryRunner,
    private readonly gate: TransactionGate,
    private readonly scope: AsyncLocalStorage<TransactionScope>,
  ) {
    this.original = {
      query: runner.query.bind(runner),
      startTransaction: runner.startTransaction.bind(runner),
      commitTransaction: runner.commitTransaction.bind(runner),
      rollbackTransaction: runner.rollbackTransaction.bind(runner),
      release: runner.release.bind(runner),
    };
    this.state = runner as unknown as TransactionState;
    runner.query = this.query.bind(this) as QueryRunner['query'];
    runner.startTransaction = this.start.bind(this);
    runner.commitTransaction = this.commit.bind(this);
    runner.rollbackTransaction = this.rollback.bind(this);
    runner.release = this.release.bind(this);
  }

  private async query(sql: string, parameters?: unknown[], useStructuredResult?: boolean): Promise<unknown> {
    const run = (): Promise<unknown> =>
      useStructuredResult ? this.original.query(sql, parameters, true) : this.original.query(sql, parameters);
    const owner = this.scope.getStore()?.owner;
    if (this.gate.isHeldBy(this) || (owner && this.gate.isHeldBy(owner))) return run();
    const ticket = {};
    await this.gate.enter(ticket);
    try {
      return await run();
    } finally {
      this.gate.leave(ticket);
    }
  }

  private async start(isolation?: Parameters<QueryRunner['startTransaction']>[0]): Promise<void> {
    if (this.gate.isHeldBy(this)) return this.original.startTransaction(isolation);
    const scope = this.scope.getStore();
    if (scope?.owner) return this.join(scope.owner);
    await this.gate.enter(this);
    try {
      await this.original.startTransaction(isolation);
    } catch (error) {
      this.leave();
      throw error;
    }
    if (!scope || scope.isOver) return;
    this.scopeOfTransaction = scope;
    scope.owner = this;
  }

  /** A nested transaction is a savepoint, whichever runner starts it. */
  private async join(owner: GatedQueryRunner): Promise<void> {
    await owner.start();
    this.joined.push(owner);
    this.state.isTransactionActive = true;
  }

  private async commit(): Promise<void> {
    const owner = this.joined.at(-1);
    if (owner) {
      await owner.commit();
      this.leaveJoined();
      return;
    }
    // When the commit itself fails the transaction stays open until the rollback, which TypeORM then asks for.
    await this.original.commitTransaction();
    if (!this.state.isTransactionActive) this.leave();
  }

  private async rollback(): Promise<void> {
    const owner = this.joined.at(-1);
    if (owner) {
      try {
        await owner.rollback();
      } finally {
        this.leaveJoined();
      }
      return;
    }
    const isOutermost = this.state.transactionDepth <= 1;
    try {
      await this.original.rollbackTransaction();
    } finally {
      if (isOutermost && this.gate.isHeldBy(this)) await this.abandon();
    }
  }

  private async release(): Promise<void> {
    // A caller that never ends its transaction must not block all others.
    if (this.gate.isHeldBy(this)) await this.abandon();
    return this.original.release();
  }

  private async abandon(): Promise<void> {
    try {
      const database = (await this.runner.connect()) as LibsqlDatabase;
      if (database.inTransaction) database.exec('ROLLBACK');
    } finally {
      this.leave();
    }
  }

  private leaveJoined(): void {
    this.joined.pop();
    this.state.isTransactionActive = this.joined.length > 0;
  }

  private leave(): void {
    this.state.isTransactionActive = false;
    this.state.transactionDepth = 0;
    if (this.scopeOfTransaction) this.scopeOfTransaction.owner = undefined;
    this.scopeOfTransaction = undefined;
    this.gate.leave(this);
  }
}
