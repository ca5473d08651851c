import { Logger } from '@nestjs/common';
import type { Metrics } from '@app/observability';
import { describeFailure, postToProvider } from './post-to-provider.js';
import { SmsNumberInvalidError, SmsUnavailableError } from './sms-errors.js';
import type { SmsProvider, SmsVerdict } from './sms-provider.js';
import { type Sms, type SmsKind, SmsSender } from './sms-sender.js';

/** Maximum number of concurrent requests to one provider, so that a slow one holds up no more than these. */
const MAX_UNDER_WAY = 50;

/** Offers a message to each provider once, in order, until one accepts it. */
export class ProviderSmsSender extends SmsSender {
  private readonly logger = new Logger('Sms');
  private readonly underWay = new Map<SmsProvider, number>();

  /**
   * @param providers in the order in which they are tried
   * @param testNumbers numbers to which nothing is sent
   */
  constructor(
    private readonly providers: readonly SmsProvider[],
    private readonly testNumbers: ReadonlyMap<string, string>,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  canSend(kind: SmsKind): boolean {
    return this.providers.some((provider) => provider.takes(kind));
  }

  async send(sms: Sms): Promise<void> {
    if (this.testNumbers.has(sms.to)) return;
    for (const provider of this.providers.filter((each) => each.takes(sms.kind))) {
      const verdict = await this.offer(provider, sms);
      this.metrics.smsOffered(provider.name, verdict.outcome);
      if (verdict.outcome === 'taken') return;
      if (verdict.outcome === 'invalid_number') throw new SmsNumberInvalidError();
      this.logger.warn(`${provider.name} did not take a message: ${verdict.reason}`);
    }
    throw new SmsUnavailableError();
  }

  private async offer(provider: SmsProvider, sms: Sms): Promise<SmsVerdict> {
    const before = this.underWay.get(provider) ?? 0;
    if (before >= MAX_UNDER_WAY) return { outcome: 'busy', reason: `${before} messages are under way` };
    this.underWay.set(provider, before + 1);
    try {
      return provider.readAnswer(await postToProvider(provider.toRequest(sms)));
    } catch (error) {
      return { outcome: 'unreachable', reason: describeFailure(error) };
    } finally {
      this.underWay.set(provider, (this.underWay.get(provider) ?? 1) - 1);
    }
  }
}
