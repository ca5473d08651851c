// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class AppConfigResponse {
  const AppConfigResponse({
    required this.limits,
    required this.otpDigits,
    required this.otpExpiresIn,
    required this.otpResendAfter,
    required this.plans,
    required this.reasons,
    required this.templates,
  });

  factory AppConfigResponse.fromJson(Object? json) {
    final fields = _Fields('AppConfigResponse', json);
    return AppConfigResponse(
      limits: fields.required('limits', (v) => (v as List<dynamic>).map((dynamic v) => LimitResponse.fromJson(v)).toList()),
      otpDigits: fields.required('otpDigits', (v) => v as int),
      otpExpiresIn: fields.required('otpExpiresIn', (v) => v as int),
      otpResendAfter: fields.required('otpResendAfter', (v) => v as int),
      plans: fields.required('plans', (v) => (v as List<dynamic>).map((dynamic v) => PlanResponse.fromJson(v)).toList()),
      reasons: fields.required('reasons', (v) => (v as List<dynamic>).map((dynamic v) => ScanReason.fromJson(v)).toList()),
      templates: fields.required('templates', (v) => (v as List<dynamic>).map((dynamic v) => Template.fromJson(v)).toList()),
    );
  }

  /// The rate limits per IP address; `scan-car` is per address and car.
  final List<LimitResponse> limits;

  /// The number of digits of a one-time code.
  final int otpDigits;

  /// Seconds until a one-time code expires.
  final int otpExpiresIn;

  /// Seconds before another one-time code can be requested.
  final int otpResendAfter;

  /// The plans on sale.
  final List<PlanResponse> plans;

  /// The reasons that a scanner can choose.
  final List<ScanReason> reasons;

  /// The sticker templates.
  final List<Template> templates;

  Map<String, dynamic> toJson() => {
        'limits': limits,
        'otpDigits': otpDigits,
        'otpExpiresIn': otpExpiresIn,
        'otpResendAfter': otpResendAfter,
        'plans': plans,
        'reasons': reasons,
        'templates': templates,
      };

  @override
  String toString() => 'AppConfigResponse${toJson()}';
}

