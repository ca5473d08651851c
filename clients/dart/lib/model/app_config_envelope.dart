// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class AppConfigEnvelope {
  const AppConfigEnvelope({
    required this.config,
    required this.success,
  });

  factory AppConfigEnvelope.fromJson(Object? json) {
    final fields = _Fields('AppConfigEnvelope', json);
    return AppConfigEnvelope(
      config: fields.required('config', (v) => AppConfigResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final AppConfigResponse config;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'config': config,
        'success': success,
      };

  @override
  String toString() => 'AppConfigEnvelope${toJson()}';
}

