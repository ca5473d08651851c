import { Injectable } from '@nestjs/common';
import { type PremiumPlan, Settings } from '@app/config';

@Injectable()
export class PaymentsService {
  constructor(private readonly settings: Settings) {}

  /** The plans on sale; their prices are the server's alone. */
  listPlans(): readonly PremiumPlan[] {
    return this.settings.plans;
  }
}
