import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const LATENCY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `number_refused`: not a mobile number of an allowed country; `over_budget`: too many numbers without an account. */
export type OtpSmsOutcome = 'sent_to_account' | 'sent_to_new_number' | 'number_refused' | 'over_budget';

/** Metrics in Prometheus' text format, one registry per application. */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  private readonly registry = new Registry();

  private readonly latency = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers: [this.registry],
  });

  private readonly events = new Counter({
    name: 'carqr_events_total',
    help: 'What happened in the product: codes sent, sign-ins, cars saved, look-ups, leads.',
    labelNames: ['event'],
    registers: [this.registry],
  });

  private readonly smsOffers = new Counter({
    name: 'carqr_sms_total',
    help: 'Messages offered to an SMS provider, by what became of them; one that another then took counts for both.',
    labelNames: ['provider', 'outcome'],
    registers: [this.registry],
  });

  private readonly otpSms = new Counter({
    name: 'carqr_otp_sms_total',
    help: 'Requests for a one-time code by SMS, by country of the number and outcome.',
    labelNames: ['country', 'outcome'],
    registers: [this.registry],
  });

  private readonly securityEvents = new Counter({
    name: 'carqr_security_events_total',
    help: 'Security events of accounts, by event and outcome.',
    labelNames: ['event', 'outcome'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts a finished request. `route` is the route's pattern, never the URL, so that the number of series is bounded. */
  requestFinished(method: string, route: string, status: number, seconds: number): void {
    this.latency.observe({ method, route, status }, seconds);
  }

  /** Counts a product event, such as `scan_submitted`. */
  count(event: string): void {
    this.events.inc({ event });
  }

  /** Counts something that concerns the security of accounts, by its event, such as `sign-in`, and its outcome. */
  securityEvent(event: string, outcome: string): void {
    this.securityEvents.inc({ event, outcome });
  }

  /** Counts a message offered to an SMS provider by its outcome, such as `taken`. */
  smsOffered(provider: string, outcome: string): void {
    this.smsOffers.inc({ provider, outcome });
  }

  /**
   * Counts a request for a one-time code by SMS. `country` is an ISO code or `none`, never the number, so that the number
   * of series is bounded.
   */
  otpSmsRequested(country: string, outcome: OtpSmsOutcome): void {
    this.otpSms.inc({ country, outcome });
  }

  /** Adds a gauge that is read at each scrape and left out when reading it fails. */
  gauge(name: string, help: string, read: () => Record<string, number> | Promise<Record<string, number>>): void {
    const gauge: Gauge<'state'> = new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [this.registry],
      collect: async () => {
        gauge.reset();
        const values = await Promise.resolve(read()).catch(() => ({}));
        for (const [state, value] of Object.entries(values)) gauge.set({ state }, value);
      },
    });
  }

  /** All metrics as text, with their media type. */
  async render(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }
}
