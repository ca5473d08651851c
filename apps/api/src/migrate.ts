import { loadMigrationSettings } from '@app/config';
import { migrate } from '@app/database';
import { refuseArguments, runProgram } from './run-program.js';

void runProgram(async () => {
  refuseArguments('migrate');
  const names = await migrate(loadMigrationSettings());
  process.stdout.write(names.length > 0 ? `Migrated: ${names.join(', ')}\n` : 'The database is up to date.\n');
  process.exit(0);
});
