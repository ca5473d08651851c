import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '@app/clock';
import { isId } from '@app/database';
import { AppError, Phones } from '@app/http';
import { type Audit, type PaymentEvent, PremiumSupport } from '@app/payments';
import { type User, UsersService, hasPremiumAt } from '@app/users';

const MAX_DAYS = 3660;

const USAGE = `Usage:
  npm run premium -- explain <phone or user id>
  npm run premium -- grant <phone or user id> <days> --operator <your name> --reason "<why>"
  npm run premium -- revoke <phone or user id> --operator <your name> --reason "<why>"
`;

/** The output of a command, and whether it succeeded. */
interface CommandResult {
  text: string;
  isDone: boolean;
}

export class PremiumCommands {
  constructor(
    private readonly support: PremiumSupport,
    private readonly users: UsersService,
    private readonly phones: Phones,
    private readonly clock: Clock,
  ) {}

  static of(app: INestApplicationContext): PremiumCommands {
    const find = { strict: false };
    const [support, users] = [app.get(PremiumSupport, find), app.get(UsersService, find)];
    return new PremiumCommands(support, users, app.get(Phones, find), app.get(Clock, find));
  }

  /**
   * @param words the command, the user, and the days to grant
   * @param options `operator` and `reason`, which every change needs
   */
  async run(words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<CommandResult> {
    const [command, person = '', days = ''] = words;
    const audit = readAudit(options);
    const isReading = command === 'explain' && words.length === 2;
    const isGrant = command === 'grant' && words.length === 3 && isDays(days) && audit;
    const isRevocation = command === 'revoke' && words.length === 2 && audit;
    if (!isReading && !isGrant && !isRevocation) return { text: USAGE, isDone: false };
    const user = await this.findUser(person);
    if (!user) return { text: 'There is no such user.\n', isDone: false };
    if (isGrant) await this.support.grant(user.id, Number(days), isGrant);
    if (isRevocation) await this.support.revoke(user.id, isRevocation);
    return { text: await this.explain(user.id), isDone: true };
  }

  private async findUser(person: string): Promise<User | null> {
    const phone = this.phones.find(person);
    if (phone) return this.users.findUserByPhone(phone);
    if (!isId(person)) return null;
    return this.users.getUser(person).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
  }

  private async explain(userId: string): Promise<string> {
    const user = await this.users.getUser(userId);
    const lines = (await this.support.explain(userId)).map((line) => `  ${describe(line)}\n`);
    const isPremium = hasPremiumAt(user, this.clock.now());
    const until = user.premiumExpiryDate ? `until ${user.premiumExpiryDate.toISOString()}` : 'for life';
    return `${userId}: ${isPremium ? `premium ${until}` : 'no premium'}\n${lines.join('')}`;
  }
}

function readAudit({ operator, reason }: Readonly<Record<string, unknown>>): Audit | null {
  if (typeof operator !== 'string' || typeof reason !== 'string') return null;
  return operator.trim() === '' || reason.trim() === '' ? null : { operator: operator.trim(), reason: reason.trim() };
}

function isDays(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_DAYS;
}

/** Formats a ledger line: time, source, kind, ids, amount and effect. */
function describe(line: PaymentEvent): string {
  const about = [line.orderId, line.paymentId, line.refundId].filter((id) => id !== null).join(' ');
  const audit = line.source === 'support' ? JSON.stringify(line.payload) : '';
  const amount = line.amount === null ? '' : `${line.amount} paise`;
  const parts = [line.createdAt.toISOString(), line.source, line.kind, about, amount, describeEffect(line), audit];
  return parts.filter((part) => part !== '').join('  ');
}

function describeEffect({ kind, days, expiryBefore, expiryAfter }: PaymentEvent): string {
  const isRevoked = kind === 'revoked';
  // A grant of at least a day adds none only to lifetime premium.
  if (days === 0 && !isRevoked) return kind === 'granted' ? '0 days, for life before and after' : '';
  // A revocation sets an expiry where there was none only for lifetime premium.
  const noEnd = isRevoked && expiryAfter !== null ? 'for life' : 'none';
  return `${days} days, ${expiryBefore?.toISOString() ?? noEnd} -> ${expiryAfter?.toISOString() ?? 'none'}`;
}
