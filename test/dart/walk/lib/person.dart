import 'dart:convert';
import 'dart:io';

import 'package:carqr_api/carqr_api.dart';

/// Somebody with a phone and an app.
class Person {
  Person(this.server) : client = ApiClient('$server/api/v1'), phone = '${9876500000 + _count++}';

  static var _count = 0;

  /// Where the server is, without a path.
  final String server;
  final ApiClient client;
  final String phone;

  late String refreshToken;

  AuthApi get auth => AuthApi(client);
  CarsApi get cars => CarsApi(client);
  PaymentsApi get payments => PaymentsApi(client);
  QRApi get qr => QRApi(client);
  ScansApi get scans => ScansApi(client);
  UsersApi get users => UsersApi(client);

  Future<CodeSentEnvelope> requestCode() => auth.requestCode(RequestCode(phone: phone));

  /// Signs in with the code that the server sent, as the app does.
  Future<SignInEnvelope> verify(CodeSentEnvelope sent, {String? email}) async {
    final code = VerifyCode(phone: phone, otp: await readCode(), sessionId: sent.sessionId, email: email);
    final signedIn = await auth.verifyCode(code);
    client.accessToken = signedIn.token;
    refreshToken = signedIn.refreshToken;
    return signedIn;
  }

  Future<SignInEnvelope> signIn() async => verify(await requestCode());

  /// The six digits of the newest message in the server's outbox.
  Future<String> readCode() async {
    final http = HttpClient();
    final request = await http.getUrl(Uri.parse('$server/dev/outbox?to=$phone'));
    final answer = jsonDecode(await utf8.decodeStream(await request.close())) as Map<String, dynamic>;
    http.close();
    final message = (answer['messages'] as List<dynamic>).first as Map<String, dynamic>;
    return RegExp(r'\b\d{6}\b').stringMatch(message['text'] as String)!;
  }
}
