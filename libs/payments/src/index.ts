export { PaymentsModule } from './payments.module.js';
export { PaymentsService } from './payments.service.js';
export { PlanResponse } from './payments.dto.js';
