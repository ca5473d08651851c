import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hotQuery, readFlag, readJson } from '@app/database';
import { DEFAULT_LANGUAGE, type Preferences } from '@app/users';

const FIND_BY_PHONE = 'SELECT id FROM users WHERE phone = ?';
const FIND_BY_EMAIL = 'SELECT id, emailVerified, preferences FROM users WHERE email = ?';

export interface CodeAccount {
  id: string;
  language: NonNullable<Preferences['language']>;
}

/** Finds the account that a code is requested for. Reads little, so that a hit takes no longer than a miss. */
@Injectable()
export class CodeAccountsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findIdByPhone(phone: string): Promise<string | null> {
    const [row] = await hotQuery<{ id: string }>(this.dataSource, FIND_BY_PHONE, [phone]);
    return row?.id ?? null;
  }

  /** Only for a confirmed address. */
  async findByEmail(email: string): Promise<CodeAccount | null> {
    type Row = { id: string; emailVerified: unknown; preferences: unknown };
    const [row] = await hotQuery<Row>(this.dataSource, FIND_BY_EMAIL, [email]);
    if (!row || !readFlag(row.emailVerified)) return null;
    return { id: row.id, language: readJson<Preferences>(row.preferences).language ?? DEFAULT_LANGUAGE };
  }
}
