import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Settings } from '@app/config';
import { PersonalData, UsersModule } from '@app/users';
import { Payment } from './payment.entity.js';
import { PaymentEvent } from './payment-event.entity.js';
import { PaymentLedger } from './payment-ledger.js';
import { PaymentsController } from './payments.controller.js';
import { toPaymentResponse } from './payments.dto.js';
import { PaymentReconciler } from './payments.reconciler.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { PaymentWebhooks } from './payments.webhooks.js';
import { PremiumChanges } from './premium-changes.js';
import { PremiumSupport } from './premium-support.js';
import { Signatures } from './signatures.js';

@Module({
  imports: [TypeOrmModule.forFeature([Payment, PaymentEvent]), UsersModule],
  controllers: [PaymentsController],
  providers: [
    PaymentsService,
    PaymentsRepository,
    PaymentLedger,
    PaymentWebhooks,
    PaymentReconciler,
    PremiumChanges,
    PremiumSupport,
    Signatures,
  ],
  exports: [PaymentsService, PaymentReconciler, PremiumSupport],
})
export class PaymentsModule implements OnModuleInit {
  constructor(
    private readonly payments: PaymentsService,
    private readonly personalData: PersonalData,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { keyId } = this.settings.razorpay;
    this.personalData.register('payments', async (userId) =>
      (await this.payments.exportPaymentsOf(userId)).map((payment) => toPaymentResponse(payment, keyId)),
    );
  }
}
