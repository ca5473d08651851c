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

  /// Requests in any window.
  final int max;

  /// What is limited.
  final String name;

  /// How long a window is.
  final int windowSeconds;

  Map<String, dynamic> toJson() => {
        'max': max,
        'name': name,
        'windowSeconds': windowSeconds,
      };

  @override
  String toString() => 'LimitResponse${toJson()}';
}

