// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScanActivity {
  const ScanActivity({
    required this.carId,
    required this.id,
    required this.notes,
    required this.qrCode,
    required this.readAt,
    required this.reason,
    required this.resolvedAt,
    required this.scannerEmail,
    required this.scannerPhone,
    required this.timestamp,
    required this.via,
  });

  factory ScanActivity.fromJson(Object? json) {
    final fields = _Fields('ScanActivity', json);
    return ScanActivity(
      carId: fields.required('carId', (v) => v as String),
      id: fields.required('id', (v) => v as String),
      notes: fields.required('notes', (v) => v as String),
      qrCode: fields.optional('qrCode', (v) => v as String),
      readAt: fields.optional('readAt', (v) => DateTime.parse(v as String)),
      reason: fields.optional('reason', (v) => v as String),
      resolvedAt: fields.optional('resolvedAt', (v) => DateTime.parse(v as String)),
      scannerEmail: fields.required('scannerEmail', (v) => v as String),
      scannerPhone: fields.required('scannerPhone', (v) => v as String),
      timestamp: fields.required('timestamp', (v) => DateTime.parse(v as String)),
      via: fields.required('via', (v) => ScanVia.fromJson(v)),
    );
  }

  final String carId;

  final String id;

  final String notes;

  /// The code that was scanned.
  final String? qrCode;

  final DateTime? readAt;

  /// One of `ScanReason`.
  final String? reason;

  final DateTime? resolvedAt;

  /// Empty for a premium viewer without an address.
  final String scannerEmail;

  final String scannerPhone;

  final DateTime timestamp;

  final ScanVia via;

  Map<String, dynamic> toJson() => {
        'carId': carId,
        'id': id,
        'notes': notes,
        'qrCode': qrCode,
        'readAt': readAt?.toUtc().toIso8601String(),
        'reason': reason,
        'resolvedAt': resolvedAt?.toUtc().toIso8601String(),
        'scannerEmail': scannerEmail,
        'scannerPhone': scannerPhone,
        'timestamp': timestamp.toUtc().toIso8601String(),
        'via': via,
      };

  @override
  String toString() => 'ScanActivity${toJson()}';
}

