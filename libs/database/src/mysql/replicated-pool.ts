import type { PoolOptions } from 'mysql2';
import { type ConnectionCallback, GuardedPool, type PoolLimits } from './guarded-pool.js';

/**
 * One primary and its replicas, with the interface of mysql2's pool cluster, which TypeORM expects. Reads that request a
 * replica are distributed round robin, and fall back to the primary when the replica is unreachable.
 */
export class ReplicatedPool {
  private primaryPool: GuardedPool | undefined;
  private readonly replicas: GuardedPool[] = [];
  private turn = 0;

  constructor(private readonly limits: PoolLimits) {}

  get primary(): GuardedPool {
    if (!this.primaryPool) throw new Error('The pool of the primary server is not there yet.');
    return this.primaryPool;
  }

  /** TypeORM calls the primary MASTER and the replicas SLAVE0, SLAVE1 and so on. */
  add(name: string, options: PoolOptions): void {
    const pool = new GuardedPool(options, this.limits);
    if (name === 'MASTER') this.primaryPool = pool;
    else this.replicas.push(pool);
  }

  getConnection(name: string, callback: ConnectionCallback): void {
    const replica = name === 'MASTER' ? undefined : this.replicas[this.turn++ % this.replicas.length];
    if (!replica) {
      this.primary.getConnection(callback);
      return;
    }
    replica.getConnection((error, connection) => {
      if (error) this.primary.getConnection(callback);
      else callback(null, connection);
    });
  }

  end(callback: (error: Error | null) => void): void {
    const pools = [...this.replicas, ...(this.primaryPool ? [this.primaryPool] : [])];
    const ends = pools.map((pool) => new Promise<void>((resolve) => pool.end(() => resolve())));
    void Promise.all(ends).then(() => callback(null));
  }
}
