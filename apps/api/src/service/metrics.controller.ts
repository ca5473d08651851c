import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { poolStats } from '@app/database';
import { Endpoint } from '@app/http';
import { Metrics } from '@app/observability';

@ApiTags('Service')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    dataSource: DataSource,
  ) {
    metrics.gauge('database_pool_connections', 'Connections of the pool, and requests waiting for one.', () => ({
      ...poolStats(dataSource),
    }));
  }

  @Get()
  @Endpoint({
    summary: 'Read the metrics',
    description: 'Requests, pools, the event loop and product events, in the Prometheus text format.',
    access: 'public',
    answer: 'text/plain',
    example: 'carqr_events_total{event="looked_up"} 42\n',
  })
  async getMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.metrics.render();
    void reply.header('content-type', contentType);
    return text;
  }
}
