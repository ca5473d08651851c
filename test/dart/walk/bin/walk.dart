/// Goes through everything that an app does, on the server that the first argument names.
library;

import 'dart:io';

import 'package:carqr_api/carqr_api.dart';
import 'package:walk/canned.dart';
import 'package:walk/checkout.dart';
import 'package:walk/checks.dart';
import 'package:walk/paying.dart';
import 'package:walk/person.dart';

/// What this walk cannot bring about on a healthy server, with its status: it is met in canned answers instead. PHONE_TAKEN
/// would need a second code for a number, which takes 30 seconds.
const onlyCanned = {
  ErrorCode.PAYMENT_PROVIDER_ERROR: 502,
  ErrorCode.SERVER_ERROR: 500,
  ErrorCode.SERVICE_UNAVAILABLE: 503,
  ErrorCode.PHONE_TAKEN: 409,
};

/// What only an admin is refused with.
const onlyForAdmins = {ErrorCode.USER_NOT_FOUND};

Future<void> main(List<String> arguments) async {
  final [server] = arguments;
  final owner = Person(server);
  final scanner = Person(server);

  await step('signing in', () => signIn(owner));
  final car = await step('saving the car', () => saveCar(owner));
  await step('a sticker, made and downloaded', () => makeSticker(owner, car));
  await step('scanning as somebody unknown', () => scan(scanner, owner, car));
  await step('reading the leads page by page', () => readLeads(owner, car));
  await step('plans, and what an app needs to know', () => readPlans(owner));
  await step('paying through the simulator', () => pay(owner));
  await step('paying by the lines of the documents', () => payByTheDocuments(Person(server)));
  await step('what only admins may', () => expectRefusal(ErrorCode.FORBIDDEN, 403, AdminApi(owner.client).listAdminActs));
  await step('refusals of what an app sends', () => beRefused(owner));
  await step('refusals of what an app cannot send', () => beRefusedForm(server));
  await step('refreshing, and signing out', () => endSession(owner));
  await step('answers of a newer server, and of none', readCannedAnswers);

  final unmet = {...ErrorCode.values}.difference({...met, ...onlyForAdmins});
  expect(unmet.map((code) => code.value).join(', '), '', 'codes that were never met');
  expect(met.intersection(onlyForAdmins).join(', '), '', 'codes that were met after all');
  stdout.writeln('  ${met.length} codes met as typed errors');
}

Future<void> signIn(Person owner) async {
  final sent = await owner.requestCode();
  expect(sent.expiresIn, 300, 'the life of a code');
  final tooSoon = await expectRefusal(ErrorCode.RATE_LIMITED, 429, owner.requestCode);
  expect(tooSoon.retryAfter! > 0 && tooSoon.retryAfter! <= 30, true, 'the wait is within 30 seconds');
  await expectRefusal(
    ErrorCode.INVALID_OTP,
    401,
    () => owner.auth.verifyCode(VerifyCode(phone: owner.phone, otp: 'wrong', sessionId: sent.sessionId)),
  );

  final signedIn = await owner.verify(sent, email: 'owner@example.com');
  expect(signedIn.isNewUser, true, 'the account is new');
  expect(signedIn.user.phone, '+91${owner.phone}', 'the phone');
  expect(signedIn.user.email, 'owner@example.com', 'the address');
  expect(signedIn.user.premiumExpiryDate, null, 'the expiry of premium');
  expect(signedIn.user.plan, Plan.basic, 'the plan');
  expect((await owner.auth.listMySessions()).sessions.single.current, true, 'the session is the current one');
}

Future<CarResponse> saveCar(Person owner) async {
  await expectRefusal(ErrorCode.CAR_NOT_FOUND, 404, owner.cars.getMyCar);
  final saved = await owner.cars.saveMyCar(
    const SaveCar(carNumber: 'ka 01-ab 1234', carModel: 'Tata Nexon – blau', customFields: {'Flat': 'B-204'}),
  );
  expect(saved.car.carNumber, 'KA01AB1234', 'the plate');
  expect(saved.car.carModel, 'Tata Nexon – blau', 'the model, in UTF-8');
  expect(saved.car.customMessage, '', 'the message');
  expect(saved.car.customFields['Flat'], 'B-204', 'a field of the owner');
  expect(saved.car.createdAt.isUtc, true, 'moments are in UTC');

  final changed = await owner.cars.updateCar(saved.car.id, const UpdateCar(customMessage: 'Call me'));
  expect(changed.car.customMessage, 'Call me', 'the changed message');
  expect(changed.car.carModel, saved.car.carModel, 'what was not sent');
  return changed.car;
}

Future<void> makeSticker(Person owner, CarResponse car) async {
  final made = await owner.qr.generateSticker(
    const GenerateSticker(size: StickerSize.n3x3, format: StickerFormat.pdf),
  );
  expect(made.qr.code, car.qrCode, 'the code of the sticker');
  expect(made.qr.printCheck.decoded, true, 'the sticker was read back');
  expect(made.qr.printCheck.moduleMm > 0, true, 'the modules have a width');

  final file = await owner.qr.downloadSticker(made.qr.id);
  expect(String.fromCharCodes(file.take(5)), '%PDF-', 'the beginning of the file');
  expect((await owner.qr.listMyStickers(limit: 1)).codes.single.id, made.qr.id, 'the sticker in the list');
  await expectRefusal(ErrorCode.QR_NOT_FOUND, 404, () => owner.qr.getSticker('nothing'));
}

Future<void> scan(Person scanner, Person owner, CarResponse car) async {
  // The whole address that a camera reads goes into the path, slashes and all.
  final seen = await scanner.cars.lookUpCar(car.scanUrl);
  expect(seen.gate, Gate.form, 'the gate');
  expect('${seen.car.owner.phone} ${seen.car.owner.email}', 'null null', 'the contact behind the form');

  for (final reason in [ScanReason.blocking, ScanReason.lightsOn, ScanReason.other]) {
    final sent = await scanner.scans.submitScan(
      SubmitScan(carId: car.id, scannerPhone: scanner.phone, scannerEmail: 'ravi@example.com', reason: reason),
    );
    expect(sent.car.owner.phone, '+91${owner.phone}', 'the contact after the form');
    expect(sent.activity.reason, reason.value, 'the reason');
  }
}

Future<void> readLeads(Person owner, CarResponse car) async {
  final ids = <String>[];
  String? cursor;
  do {
    final page = await owner.scans.listMyScans(limit: 2, cursor: cursor);
    expect(page.pagination.total, 3, 'the leads in all');
    ids.addAll(page.scans.map((lead) => lead.id));
    cursor = page.pagination.nextCursor;
  } while (cursor != null);
  expect(ids.toSet().length, 3, 'the leads on all pages');

  final read = await owner.scans.markScan(ids.first, const MarkScan(read: true));
  expect(read.activity.readAt?.isUtc, true, 'the moment of reading');
  expect((await owner.scans.getMyScanStats()).stats.unread, 2, 'the unread leads');
  final tomorrow = DateTime.now().add(const Duration(days: 1));
  expect((await owner.scans.listCarScans(car.id, from: tomorrow)).scans.length, 0, 'the leads of tomorrow');
  expect((await owner.scans.exportMyScans()).contains('ravi@example.com'), true, 'the export names the scanner');
  await expectRefusal(
    ErrorCode.SCAN_NOT_FOUND,
    404,
    () => owner.scans.markScan('nothing', const MarkScan(read: true)),
  );
}

Future<void> readPlans(Person owner) async {
  final plans = (await owner.payments.listPlans()).plans;
  expect(plans.map((plan) => plan.planDuration).join(' '), '30 180 365', 'the plans');
  final config = (await ServiceApi(owner.client).getAppConfig()).config;
  expect(config.plans.first.amount, plans.first.amount, 'the price in the configuration');
  expect(config.templates.contains(Template.unknown), false, 'a template is unknown');
}

Future<void> beRefused(Person owner) async {
  final invalid = await expectRefusal(
    ErrorCode.VALIDATION_FAILED,
    422,
    () => owner.cars.saveMyCar(SaveCar(carNumber: 'KA01AB1234', carModel: 'x' * 101)),
  );
  expect(invalid.details!.single.field, 'carModel', 'the bad field');
  await expectRefusal(
    ErrorCode.INVALID_PHONE,
    422,
    () => owner.auth.requestCode(const RequestCode(phone: '123')),
  );
  await expectRefusal(
    ErrorCode.INVALID_CREDENTIALS,
    401,
    () => owner.auth.loginWithPassword(PasswordLogin(phone: owner.phone, password: 'not my password')),
  );
  await expectRefusal(ErrorCode.SESSION_NOT_FOUND, 404, () => owner.auth.endMySession('nothing'));

  final other = Person(owner.server);
  await other.signIn();
  await expectRefusal(
    ErrorCode.EMAIL_TAKEN,
    409,
    () => other.users.updateMe(const UpdateUser(email: 'owner@example.com')),
  );
  final renamed = await other.users.updateMe(const UpdateUser(name: 'Ravi', selectedTemplate: Template.minimal));
  expect('${renamed.user.name} ${renamed.user.selectedTemplate}', 'Ravi minimal', 'the changed account');

  // A password signs in, but gives nothing away: that takes a code.
  const password = 'blau-kranich-74-ufer';
  await other.auth.setMyPassword(const SetPassword(newPassword: password));
  final byPassword = ApiClient('${owner.server}/api/v1');
  final signedIn = await AuthApi(byPassword).loginWithPassword(PasswordLogin(phone: other.phone, password: password));
  byPassword.accessToken = signedIn.token;
  await expectRefusal(ErrorCode.REAUTHENTICATION_REQUIRED, 403, UsersApi(byPassword).deleteMe);

  await other.users.deleteMe();
  await expectRefusal(ErrorCode.UNAUTHORIZED, 401, other.users.getMe);
}

Future<void> beRefusedForm(String server) async {
  final client = ApiClient('$server/api/v1/');
  Object deep = 'body';
  for (var depth = 0; depth < 500; depth++) {
    deep = [deep];
  }
  await expectRefusal(ErrorCode.NOT_FOUND, 404, () => client.send('GET', '/nothing'));
  await expectRefusal(ErrorCode.INVALID_REQUEST, 400, () => client.send('POST', '/auth/refresh', body: deep));
  await expectRefusal(
    ErrorCode.PAYLOAD_TOO_LARGE,
    413,
    () => client.send('POST', '/auth/refresh', body: {'refreshToken': 'x' * 200000}),
  );
  final xml = MislabellingClient();
  final mislabelling = AuthApi(ApiClient('$server/api/v1', http: xml));
  await expectRefusal(
    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
    415,
    () => mislabelling.refreshTokens(const RefreshTokens(refreshToken: 'x')),
  );
  xml.close();
}

Future<void> endSession(Person owner) async {
  final fresh = await owner.auth.refreshTokens(RefreshTokens(refreshToken: owner.refreshToken));
  expect(fresh.refreshToken == owner.refreshToken, false, 'the refresh token is the old one');
  owner.client.accessToken = fresh.token;
  expect((await owner.users.getMe()).user.hasCarInfo, true, 'the account has a car');

  expect(((await owner.users.exportMyData())['user'] as Map<String, dynamic>)['phone'], '+91${owner.phone}', 'the phone in the export');

  await owner.auth.logout(const Logout());
  await expectRefusal(ErrorCode.UNAUTHORIZED, 401, owner.users.getMe);
  await expectRefusal(
    ErrorCode.INVALID_REFRESH_TOKEN,
    401,
    () => owner.auth.refreshTokens(RefreshTokens(refreshToken: fresh.refreshToken)),
  );
}

Future<void> readCannedAnswers() async {
  ApiClient answering(int status, String body) =>
      ApiClient('http://server.invalid', http: CannedClient(status, body));

  const newer = '{"success":true,"config":{"plans":[],"templates":["modern","neon"],"reasons":["flat_tyre"],'
      '"limits":[],"otpDigits":6,"otpExpiresIn":300,"otpResendAfter":30,"invented":{"later":true}}}';
  final config = (await ServiceApi(answering(200, newer)).getAppConfig()).config;
  expect(config.templates.join(' '), 'modern unknown', 'the templates of a newer server');
  expect(config.reasons.single, ScanReason.unknown, 'the reason of a newer server');

  String refusal(String code) =>
      '{"success":false,"error":"No.","code":"$code","message":"No.","requestId":"1","retryAfter":7}';
  await expectRefusal(ErrorCode.unknown, 418, () => UsersApi(answering(418, refusal('TEAPOT'))).getMe());
  for (final MapEntry(key: code, value: status) in onlyCanned.entries) {
    final error = await expectRefusal(
      code,
      status,
      () => UsersApi(answering(status, refusal(code.value))).getMe(),
    );
    expect(error.retryAfter, 7, 'the wait');
  }

  final proxy = UsersApi(answering(502, '<html>Bad Gateway</html>'));
  expect(await failureOf(proxy.getMe), 'ApiException 502 unknown', 'the answer of a proxy');
  final broken = UsersApi(answering(200, '{"success":true}'));
  expect(await failureOf(broken.getMe), 'FormatException: UserEnvelope.user is missing', 'an answer without its resource');
  final nobody = UsersApi(ApiClient('http://127.0.0.1:1'));
  expect((await failureOf(nobody.getMe)).startsWith('ClientException'), true, 'nobody at the address is a ClientException');
}

Future<String> failureOf(Future<Object?> Function() call) async {
  try {
    await call();
  } on ApiException catch (refusal) {
    return 'ApiException ${refusal.status} ${refusal.code.value}';
  } on Exception catch (problem) {
    return '$problem';
  }
  return 'nothing failed';
}
