import { loadSettings } from '@app/config';
import { createDataSource } from '@app/database';

/** What TypeORM's command line needs to look at the database, such as `typeorm query` and `typeorm migration:show`. */
export default createDataSource(loadSettings());
