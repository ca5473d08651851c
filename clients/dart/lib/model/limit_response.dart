// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class LimitResponse {
  const LimitResponse({
    required this.max,
    required this.name,
    required this.windowSeconds,
  });

  factory LimitResponse.fromJson(Object? json) {
    final fields = _Fields('LimitResponse', json);
    return LimitResponse(
      max: fields.required('max', (v) => v as int),
      name: fields.required('name', (v) => v as String),
      windowSeconds: fields.required('windowSeconds', (v) => v as int),
    );
  }

  /// Requests allowed per window.
  final int max;

  /// The name of the limit.
  final String name;

  /// The length of the window, in seconds.
  final int windowSeconds;

  Map<String, dynamic> toJson() => {
        'max': max,
        'name': name,
        'windowSeconds': windowSeconds,
      };

  @override
  String toString() => 'LimitResponse${toJson()}';
}

