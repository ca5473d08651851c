import { Injectable } from '@nestjs/common';

/** Reads one part of what is held about a user: a value, or rows one after the other where there may be many. */
export type PersonalDataSource = (userId: string) => Promise<unknown> | AsyncIterable<unknown>;

/** Where every feature says what it holds about a user, so that an export leaves nothing out. */
@Injectable()
export class PersonalData {
  private readonly sources = new Map<string, PersonalDataSource>();

  /** @param section the name of the part in the exported document */
  register(section: string, source: PersonalDataSource): void {
    this.sources.set(section, source);
  }

  /** Everything held about the user, as the pieces of one JSON document; rows are read as they are consumed. */
  async *export(userId: string): AsyncGenerator<string> {
    yield '{"success":true';
    for (const [section, read] of this.sources) {
      yield `,${JSON.stringify(section)}:`;
      const data = read(userId);
      if (Symbol.asyncIterator in data) yield* this.list(data);
      else yield JSON.stringify(await data);
    }
    yield '}';
  }

  private async *list(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
    let separator = '[';
    for await (const row of rows) {
      yield separator + JSON.stringify(row);
      separator = ',';
    }
    yield separator === '[' ? '[]' : ']';
  }
}
