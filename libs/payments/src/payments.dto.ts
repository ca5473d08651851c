import { ApiProperty } from '@nestjs/swagger';
import type { PremiumPlan } from '@app/config';
import { SuccessProperty } from '@app/http';

export class PlanResponse {
  @ApiProperty({ type: 'integer', description: 'How long premium lasts, in days.', example: 30 })
  planDuration!: number;

  @ApiProperty({ type: 'integer', description: 'The price in paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ example: 'INR' })
  currency!: string;
}

export class PlansEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [PlanResponse] })
  plans!: PlanResponse[];
}

export function toPlanResponse({ planDuration, amount, currency }: PremiumPlan): PlanResponse {
  return { planDuration, amount, currency };
}
