// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// Why a request failed.
enum ErrorCode {
  AMOUNT_MISMATCH(r'AMOUNT_MISMATCH'),
  CAR_NOT_FOUND(r'CAR_NOT_FOUND'),
  EMAIL_TAKEN(r'EMAIL_TAKEN'),
  FORBIDDEN(r'FORBIDDEN'),
  INVALID_CREDENTIALS(r'INVALID_CREDENTIALS'),
  INVALID_OTP(r'INVALID_OTP'),
  INVALID_PHONE(r'INVALID_PHONE'),
  INVALID_PLAN(r'INVALID_PLAN'),
  INVALID_REFRESH_TOKEN(r'INVALID_REFRESH_TOKEN'),
  INVALID_REQUEST(r'INVALID_REQUEST'),
  INVALID_SIGNATURE(r'INVALID_SIGNATURE'),
  NOT_FOUND(r'NOT_FOUND'),
  PAYLOAD_TOO_LARGE(r'PAYLOAD_TOO_LARGE'),
  PAYMENT_NOT_FOUND(r'PAYMENT_NOT_FOUND'),
  PAYMENT_PROVIDER_ERROR(r'PAYMENT_PROVIDER_ERROR'),
  PHONE_TAKEN(r'PHONE_TAKEN'),
  QR_NOT_FOUND(r'QR_NOT_FOUND'),
  RATE_LIMITED(r'RATE_LIMITED'),
  REAUTHENTICATION_REQUIRED(r'REAUTHENTICATION_REQUIRED'),
  SCAN_NOT_FOUND(r'SCAN_NOT_FOUND'),
  SERVER_ERROR(r'SERVER_ERROR'),
  SERVICE_UNAVAILABLE(r'SERVICE_UNAVAILABLE'),
  SESSION_NOT_FOUND(r'SESSION_NOT_FOUND'),
  UNAUTHORIZED(r'UNAUTHORIZED'),
  UNSUPPORTED_MEDIA_TYPE(r'UNSUPPORTED_MEDIA_TYPE'),
  USER_NOT_FOUND(r'USER_NOT_FOUND'),
  VALIDATION_FAILED(r'VALIDATION_FAILED'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const ErrorCode(this.value);

  factory ErrorCode.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}

