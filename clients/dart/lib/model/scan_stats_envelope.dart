// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScanStatsEnvelope {
  const ScanStatsEnvelope({
    required this.stats,
    required this.success,
  });

  factory ScanStatsEnvelope.fromJson(Object? json) {
    final fields = _Fields('ScanStatsEnvelope', json);
    return ScanStatsEnvelope(
      stats: fields.required('stats', (v) => ScanStats.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final ScanStats stats;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'stats': stats,
        'success': success,
      };

  @override
  String toString() => 'ScanStatsEnvelope${toJson()}';
}

