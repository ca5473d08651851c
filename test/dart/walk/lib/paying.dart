import 'package:carqr_api/carqr_api.dart';

import 'checks.dart';
import 'person.dart';

Future<void> pay(Person owner) async {
  await expectRefusal(
    ErrorCode.INVALID_PLAN,
    422,
    () => owner.payments.createPayment(const CreatePayment(planDuration: 31)),
  );
  await expectRefusal(
    ErrorCode.AMOUNT_MISMATCH,
    422,
    () => owner.payments.createPayment(const CreatePayment(planDuration: 30, amount: 1)),
  );
  final order = await owner.payments.createPayment(const CreatePayment(planDuration: 30));
  final paid = await owner.askDev('POST', '/dev/razorpay/pay', body: {'orderId': order.orderId});
  VerifyPayment told({String? orderId, String? signature}) => VerifyPayment(
        paymentId: paid['paymentId'] as String,
        orderId: orderId ?? order.orderId,
        signature: signature ?? paid['signature'] as String,
      );
  await expectRefusal(
    ErrorCode.INVALID_SIGNATURE,
    400,
    () => owner.payments.verifyPayment(told(signature: 'f' * 64)),
  );
  await expectRefusal(
    ErrorCode.PAYMENT_NOT_FOUND,
    404,
    () => owner.payments.verifyPayment(told(orderId: 'order_nothing')),
  );
  final verified = await owner.payments.verifyPayment(told());
  expect('${verified.user.isPremium} ${verified.user.plan}', 'true premium', 'the account after paying');
  expect(verified.payment.status, PaymentStatus.completed, 'the payment');
  expect((await owner.payments.listMyPayments()).payments.length, 1, 'the payments');
}
