import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';

/** How many messages are kept; the oldest are dropped first. */
const CAPACITY = 500;

export interface OutboxMessage {
  channel: 'sms' | 'email';
  to: string;
  subject: string | null;
  text: string;
  at: Date;
}

/** The dev mailbox: what the preview drivers would have sent, kept in memory for a developer to read. */
@Injectable()
export class Outbox {
  private readonly messages: OutboxMessage[] = [];

  constructor(private readonly clock: Clock) {}

  add(message: Omit<OutboxMessage, 'at'>): void {
    this.messages.push({ ...message, at: this.clock.now() });
    if (this.messages.length > CAPACITY) this.messages.shift();
  }

  /**
   * @param to only messages to this exact recipient
   * @returns the messages, newest first
   */
  list(to?: string): OutboxMessage[] {
    return this.messages.filter((message) => to === undefined || message.to === to).reverse();
  }
}
