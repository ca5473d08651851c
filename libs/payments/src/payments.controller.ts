import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, type Envelope, ok } from '@app/http';
import { type PlanResponse, PlansEnvelope, toPlanResponse } from './payments.dto.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('Payments')
@Controller('payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Get('plans')
  @Endpoint({ summary: 'List the premium plans', access: 'public', answer: PlansEnvelope })
  listPlans(): Envelope<{ plans: PlanResponse[] }> {
    return ok({ plans: this.payments.listPlans().map(toPlanResponse) });
  }
}
