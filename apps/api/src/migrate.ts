import { loadMigrationSettings } from '@app/config';
import { migrate } from '@app/database';
import { runProgram } from './run-program.js';

void runProgram(async () => {
  const names = await migrate(loadMigrationSettings());
  process.stdout.write(names.length > 0 ? `Migrated: ${names.join(', ')}\n` : 'The database is up to date.\n');
  process.exit(0);
});
