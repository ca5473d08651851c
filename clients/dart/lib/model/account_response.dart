// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class AccountResponse {
  const AccountResponse({
    required this.createdAt,
    required this.disabledAt,
    required this.email,
    required this.emailVerified,
    required this.hasCarInfo,
    required this.id,
    required this.isPremium,
    required this.phone,
    required this.plan,
    required this.premiumExpiryDate,
    required this.role,
    required this.sessionCount,
    required this.updatedAt,
  });

  factory AccountResponse.fromJson(Object? json) {
    final fields = _Fields('AccountResponse', json);
    return AccountResponse(
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      disabledAt: fields.optional('disabledAt', (v) => DateTime.parse(v as String)),
      email: fields.optional('email', (v) => v as String),
      emailVerified: fields.required('emailVerified', (v) => v as bool),
      hasCarInfo: fields.required('hasCarInfo', (v) => v as bool),
      id: fields.required('id', (v) => v as String),
      isPremium: fields.required('isPremium', (v) => v as bool),
      phone: fields.required('phone', (v) => v as String),
      plan: fields.required('plan', (v) => Plan.fromJson(v)),
      premiumExpiryDate: fields.optional('premiumExpiryDate', (v) => DateTime.parse(v as String)),
      role: fields.required('role', (v) => Role.fromJson(v)),
      sessionCount: fields.required('sessionCount', (v) => v as int),
      updatedAt: fields.required('updatedAt', (v) => DateTime.parse(v as String)),
    );
  }

  /// When the account was made.
  final DateTime createdAt;

  /// When it was disabled; null while enabled.
  final DateTime? disabledAt;

  /// Masked.
  final String? email;

  /// The code mailed to the address has been confirmed.
  final bool emailVerified;

  /// A car has been described.
  final bool hasCarInfo;

  /// The account.
  final String id;

  /// Premium is active at this moment.
  final bool isPremium;

  /// Masked.
  final String phone;

  final Plan plan;

  /// When premium ends or ended; null while premium is lifetime, and when there was none.
  final DateTime? premiumExpiryDate;

  final Role role;

  /// How many devices are signed in.
  final int sessionCount;

  /// When the account last changed.
  final DateTime updatedAt;

  Map<String, dynamic> toJson() => {
        'createdAt': createdAt.toUtc().toIso8601String(),
        'disabledAt': disabledAt?.toUtc().toIso8601String(),
        'email': email,
        'emailVerified': emailVerified,
        'hasCarInfo': hasCarInfo,
        'id': id,
        'isPremium': isPremium,
        'phone': phone,
        'plan': plan,
        'premiumExpiryDate': premiumExpiryDate?.toUtc().toIso8601String(),
        'role': role,
        'sessionCount': sessionCount,
        'updatedAt': updatedAt.toUtc().toIso8601String(),
      };

  @override
  String toString() => 'AccountResponse${toJson()}';
}

