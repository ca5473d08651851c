export { DatabaseModule } from './database.module.js';
export { createDataSource } from './data-source.js';
export { migrate } from './migrate.js';
export { DatabaseStartError } from './open-data-source.js';
export { afterCommit, transact } from './transact.js';
export { deleteInBatches } from './delete-in-batches.js';
export { forceIndex } from './force-index.js';
export { execute, hotQuery, replicaQuery } from './hot-query.js';
export { isDatabaseUnavailable, isMissingReference, isUniqueViolation } from './database-errors.js';
export { checkDatabase, poolStats } from './health.js';
export {
  AsciiColumn,
  FlagColumn,
  IdColumn,
  IdReferenceColumn,
  IntegerColumn,
  JsonColumn,
  LongTextColumn,
  MomentColumn,
  TextColumn,
} from './columns.js';
export { isId } from './is-id.js';
export { firstIdAt, newId } from './new-id.js';
export { placeholders } from './placeholders.js';
export { readFlag, readJson, readMoment, readMomentOrNull } from './read-raw.js';
