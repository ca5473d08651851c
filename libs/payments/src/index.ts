export { GatewayModule } from './gateway/gateway.module.js';
export { PaymentGateway } from './gateway/payment-gateway.js';
export { RazorpayGateway } from './gateway/razorpay.gateway.js';
export { PaymentsModule } from './payments.module.js';
export { PaymentsService } from './payments.service.js';
export { PlanResponse } from './payments.dto.js';
export { type SimulatorStore } from './simulator/simulated-account.js';
export { Simulator } from './simulator/simulator.js';
