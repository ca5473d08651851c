import 'package:carqr_api/carqr_api.dart';
import 'package:razorpay_flutter/razorpay_flutter.dart';

import 'checks.dart';
import 'person.dart';

/// Opens the checkout by the lines of docs/getting-started.md, and pays what it was opened with.
Future<void> payByTheDocuments(Person owner) async {
  await owner.signIn();
  final payments = owner.payments;
  final razorpay = Razorpay();

  // The lines of the document.

  final {'order_id': String orderId, 'key': String key, 'prefill': Map<String, dynamic> prefill} = razorpay.opened;
  final ordered = (await payments.listMyPayments()).payments.single;
  expect('$orderId $key', '${ordered.orderId} ${ordered.key}', 'the order in the checkout');
  expect(
    '${razorpay.opened['amount']} ${razorpay.opened['currency']}',
    '${ordered.amount} ${ordered.currency}',
    'the price in the checkout',
  );
  expect(prefill['contact'], '+91${owner.phone}', 'the phone in the checkout');
  expect('${razorpay.opened['name']}${razorpay.opened['description']}'.isEmpty, false, 'nothing says what it is');
  await owner.askDev('POST', '/dev/razorpay/pay', body: {'orderId': orderId, 'webhook': true});
  expect((await owner.users.getMe()).user.isPremium, true, 'premium after the checkout');
}
