import { transact } from '@app/database';
import { Mailer, MailRefusedError } from '@app/mail';
import { Notifications } from '@app/notifications';
import { signIn } from './people.js';
import { relayOf } from './relays.js';
import { giveEmail } from './signing-in.js';
import type { TestApp } from './start-app.js';

/** What the mail server of a parked notice said. */
export const REFUSAL = 'EENVELOPE RCPT TO 550 5.1.1';

/** Tells somebody something at an address that their mail server does not know. */
export async function parkNotice(app: TestApp): Promise<{ id: string; userId: string; email: string }> {
  app.clock.advance({ seconds: 1 });
  const person = await signIn(app);
  const email = await giveEmail(app, person);
  const notifications = app.app.get(Notifications, { strict: false });
  const sending = jest.spyOn(app.app.get(Mailer, { strict: false }), 'send');
  sending.mockRejectedValue(new MailRefusedError(REFUSAL));
  const notice = { kind: 'welcome', userId: person.id } as const;
  await transact(app.dataSource, (manager) => notifications.tell(manager, notice));
  await relayOf(app).deliver();
  sending.mockRestore();
  const [row] = await app.dataSource.query<{ id: string }[]>(
    "SELECT id FROM notifications WHERE userId = ? AND kind = 'welcome'",
    [person.id],
  );
  if (!row) throw new Error('The notice was told before.');
  return { id: row.id, userId: person.id, email };
}
