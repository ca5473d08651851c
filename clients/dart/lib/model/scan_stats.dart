// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScanStats {
  const ScanStats({
    required this.perCode,
    required this.perDay,
    required this.total,
    required this.unread,
  });

  factory ScanStats.fromJson(Object? json) {
    final fields = _Fields('ScanStats', json);
    return ScanStats(
      perCode: fields.required('perCode', (v) => (v as List<dynamic>).map((dynamic v) => ScansOfCode.fromJson(v)).toList()),
      perDay: fields.required('perDay', (v) => (v as List<dynamic>).map((dynamic v) => ScansOfDay.fromJson(v)).toList()),
      total: fields.required('total', (v) => v as int),
      unread: fields.required('unread', (v) => v as int),
    );
  }

  /// Codes without a scan are left out.
  final List<ScansOfCode> perCode;

  /// Days without a scan are left out.
  final List<ScansOfDay> perDay;

  /// How many scans.
  final int total;

  /// How many of them are not marked as read.
  final int unread;

  Map<String, dynamic> toJson() => {
        'perCode': perCode,
        'perDay': perDay,
        'total': total,
        'unread': unread,
      };

  @override
  String toString() => 'ScanStats${toJson()}';
}

