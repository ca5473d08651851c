// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScansEnvelope {
  const ScansEnvelope({
    required this.pagination,
    required this.scans,
    required this.success,
  });

  factory ScansEnvelope.fromJson(Object? json) {
    final fields = _Fields('ScansEnvelope', json);
    return ScansEnvelope(
      pagination: fields.required('pagination', (v) => Pagination.fromJson(v)),
      scans: fields.required('scans', (v) => (v as List<dynamic>).map((dynamic v) => ScanActivity.fromJson(v)).toList()),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final Pagination pagination;

  /// One page of them.
  final List<ScanActivity> scans;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'pagination': pagination,
        'scans': scans,
        'success': success,
      };

  @override
  String toString() => 'ScansEnvelope${toJson()}';
}

