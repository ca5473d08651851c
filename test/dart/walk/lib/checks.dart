import 'dart:io';

import 'package:carqr_api/carqr_api.dart';

/// The codes that the walk has met as typed errors.
final Set<ErrorCode> met = {};

var _checks = 0;

/// Fails the walk unless [actual] is [expected].
void expect(Object? actual, Object? expected, String what) {
  _checks++;
  if (actual != expected) throw StateError('$what: expected $expected, but was $actual');
}

/// Fails the walk unless the call is refused with this code and status; answers with what the server said.
Future<ErrorResponse> expectRefusal(ErrorCode code, int status, Future<Object?> Function() call) async {
  try {
    await call();
  } on ApiException catch (refusal) {
    expect('${refusal.status} ${refusal.code.value}', '$status ${code.value}', 'the refusal');
    final error = refusal.error!;
    expect(error.message, error.error, 'the two spellings of the sentence');
    expect(error.requestId.isEmpty, false, 'the request id is empty');
    met.add(code);
    return error;
  }
  throw StateError('expected ${code.value}, but the call was answered');
}

/// Runs one part of the walk and says that it went well.
Future<T> step<T>(String name, Future<T> Function() part) async {
  final before = _checks;
  final result = await part();
  stdout.writeln('  ${name.padRight(64, '.')} ${_checks - before} checks');
  return result;
}
