import type { DataSource } from 'typeorm';

/**
 * MariaDB describes its columns differently ("NULL" as text where there is no default), and TypeORM must know that it
 * talks to MariaDB to read them. The URL does not say so; the server does. Everything else stays as for MySQL, so that
 * both get the same statements.
 */
export function recogniseMariaDb(dataSource: DataSource): void {
  const { driver } = dataSource;
  const connect = driver.connect.bind(driver);
  driver.connect = async () => {
    await connect();
    const runner = dataSource.createQueryRunner();
    try {
      const rows = (await runner.query('SELECT VERSION() AS version')) as { version: string }[];
      // The driver's options are a copy: the data source's own still say MySQL.
      if (rows[0]?.version.includes('MariaDB')) Object.assign(driver.options, { type: 'mariadb' });
    } finally {
      await runner.release();
    }
  };
}
