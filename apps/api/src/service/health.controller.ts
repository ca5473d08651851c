import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, type Envelope, SuccessProperty, TextProperty, ok } from '@app/http';
import { Readiness } from './readiness.js';

class HealthEnvelope {
  @SuccessProperty()
  success!: true;

  @TextProperty({ max: 20, description: 'Always ok: anything else is an error.', example: 'ok' })
  status!: string;
}

@ApiTags('Service')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Endpoint({
    summary: 'Tell whether the process is alive',
    description: 'For whatever restarts a process that hangs; it says nothing of the database.',
    access: 'public',
    answer: HealthEnvelope,
  })
  getLiveness(): Envelope<{ status: string }> {
    return ok({ status: 'ok' });
  }

  @Get('ready')
  @Endpoint({
    summary: 'Tell whether requests should be sent here',
    description:
      'For a load balancer. Asks the database and the store; answers 503 while one is out of reach, and while shutting down.',
    access: 'public',
    answer: HealthEnvelope,
  })
  async getReadiness(): Promise<Envelope<{ status: string }>> {
    await this.readiness.check();
    return ok({ status: 'ok' });
  }
}
