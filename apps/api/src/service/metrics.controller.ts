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
  @Endpoint({ summary: 'Read the metrics, for Prometheus', access: 'public', answer: 'text/plain' })
  async getMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.metrics.render();
    void reply.header('content-type', contentType);
    return text;
  }
}
