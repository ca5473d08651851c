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

  /// The car.
  final String carId;

  /// The scan.
  final String id;

  /// What the scanner wrote; empty when nothing.
  final String notes;

  /// The code that was scanned; null when the car was named by its id.
  final String? qrCode;

  /// When the owner read it; null before.
  final DateTime? readAt;

  /// One of `ScanReason`.
  final String? reason;

  /// When the owner had dealt with it; null before.
  final DateTime? resolvedAt;

  /// Empty for a premium viewer without an address.
  final String scannerEmail;

  /// Whom to call back, in E.164.
  final String scannerPhone;

  /// When it was left.
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

