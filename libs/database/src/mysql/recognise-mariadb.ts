import type { DataSource } from 'typeorm';

/**
 * MariaDB describes its columns in a way of its own ("NULL" as text where there is no default), which TypeORM reads
 * rightly only when it is told. The URL does not tell, so the server is asked. Everything else stays as for MySQL, so
 * that both get the same statements.
 */
export function recogniseMariaDb(dataSource: DataSource): void {
  const { driver } = dataSource;
  const connect = driver.connect.bind(driver);
  driver.connect = async () => {
    await connect();
    const runner = dataSource.createQueryRunner();
    try {
      const rows = (await runner.query('SELECT VERSION() AS version')) as { version: string }[];
      // The driver's options are its own copy: those of the data source keep saying MySQL.
      if (rows[0]?.version.includes('MariaDB')) Object.assign(driver.options, { type: 'mariadb' });
    } finally {
      await runner.release();
    }
  };
}
