// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScansOfCode {
  const ScansOfCode({
    required this.count,
    required this.qrCode,
  });

  factory ScansOfCode.fromJson(Object? json) {
    final fields = _Fields('ScansOfCode', json);
    return ScansOfCode(
      count: fields.required('count', (v) => v as int),
      qrCode: fields.optional('qrCode', (v) => v as String),
    );
  }

  /// How many scans.
  final int count;

  /// The code; null for scans of the car’s id.
  final String? qrCode;

  Map<String, dynamic> toJson() => {
        'count': count,
        'qrCode': qrCode,
      };

  @override
  String toString() => 'ScansOfCode${toJson()}';
}

