import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '@app/config';
import { SimulatorModule } from '../simulator/simulator.module.js';
import { Simulator } from '../simulator/simulator.js';
import { PaymentGateway } from './payment-gateway.js';
import { RazorpayGateway } from './razorpay.gateway.js';

@Module({})
export class GatewayModule {
  /** Provides PaymentGateway globally; the same gateway code talks to Razorpay or to the simulator. */
  static forRoot({ razorpay }: Pick<Settings, 'razorpay'>): DynamicModule {
    const isSimulated = razorpay.kind === 'simulator';
    return {
      module: GatewayModule,
      global: true,
      imports: isSimulated ? [SimulatorModule] : [],
      providers: [
        {
          provide: PaymentGateway,
          useFactory: (simulator?: Simulator) =>
            new RazorpayGateway({ ...razorpay, baseUrl: () => simulator?.baseUrl() ?? razorpay.baseUrl }),
          inject: isSimulated ? [Simulator] : [],
        },
      ],
      exports: [PaymentGateway],
    };
  }
}
