import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, type Envelope, SuccessProperty, TextProperty, ok } from '@app/http';
import { Readiness } from './readiness.js';

class HealthEnvelope {
  @SuccessProperty()
  success!: true;

  @TextProperty({ max: 20, description: 'Always ok; otherwise the response is an error.', example: 'ok' })
  status!: string;
}

@ApiTags('Service')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Endpoint({
    summary: 'Check that the process is alive',
    description: 'For a liveness probe. Does not check the database.',
    access: 'public',
    answer: HealthEnvelope,
  })
  getLiveness(): Envelope<{ status: string }> {
    return ok({ status: 'ok' });
  }

  @Get('ready')
  @Endpoint({
    summary: 'Check that the server is ready for requests',
    description:
      'For a load balancer. Checks the database and the store; returns 503 while one is unreachable or during shutdown.',
    access: 'public',
    answer: HealthEnvelope,
  })
  async getReadiness(): Promise<Envelope<{ status: string }>> {
    await this.readiness.check();
    return ok({ status: 'ok' });
  }
}
