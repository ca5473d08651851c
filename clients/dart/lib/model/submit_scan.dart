// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class SubmitScan {
  const SubmitScan({
    required this.carId,
    this.notes,
    this.reason,
    this.scannerEmail,
    this.scannerPhone,
  });

  factory SubmitScan.fromJson(Object? json) {
    final fields = _Fields('SubmitScan', json);
    return SubmitScan(
      carId: fields.required('carId', (v) => v as String),
      notes: fields.optional('notes', (v) => v as String),
      reason: fields.optional('reason', (v) => ScanReason.fromJson(v)),
      scannerEmail: fields.optional('scannerEmail', (v) => v as String),
      scannerPhone: fields.optional('scannerPhone', (v) => v as String),
    );
  }

  /// The car’s id, or what was scanned.
  final String carId;

  /// What the owner is told.
  final String? notes;

  final ScanReason? reason;

  /// Absent: the address of the signed-in scanner.
  final String? scannerEmail;

  /// Absent: the phone of the signed-in scanner.
  final String? scannerPhone;

  Map<String, dynamic> toJson() => {
        'carId': carId,
        if (notes != null) 'notes': notes,
        if (reason != null) 'reason': reason,
        if (scannerEmail != null) 'scannerEmail': scannerEmail,
        if (scannerPhone != null) 'scannerPhone': scannerPhone,
      };

  @override
  String toString() => 'SubmitScan${toJson()}';
}

