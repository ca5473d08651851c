// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class UserResponse {
  const UserResponse({
    required this.createdAt,
    required this.email,
    required this.emailVerified,
    required this.hasCarInfo,
    required this.id,
    required this.isPremium,
    required this.name,
    required this.phone,
    required this.plan,
    required this.preferences,
    required this.premiumExpiryDate,
    required this.role,
    required this.selectedTemplate,
    required this.updatedAt,
  });

  factory UserResponse.fromJson(Object? json) {
    final fields = _Fields('UserResponse', json);
    return UserResponse(
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      email: fields.optional('email', (v) => v as String),
      emailVerified: fields.required('emailVerified', (v) => v as bool),
      hasCarInfo: fields.required('hasCarInfo', (v) => v as bool),
      id: fields.required('id', (v) => v as String),
      isPremium: fields.required('isPremium', (v) => v as bool),
      name: fields.optional('name', (v) => v as String),
      phone: fields.required('phone', (v) => v as String),
      plan: fields.required('plan', (v) => Plan.fromJson(v)),
      preferences: fields.required('preferences', (v) => PreferencesResponse.fromJson(v)),
      premiumExpiryDate: fields.optional('premiumExpiryDate', (v) => DateTime.parse(v as String)),
      role: fields.required('role', (v) => Role.fromJson(v)),
      selectedTemplate: fields.required('selectedTemplate', (v) => Template.fromJson(v)),
      updatedAt: fields.required('updatedAt', (v) => DateTime.parse(v as String)),
    );
  }

  /// When the account was made.
  final DateTime createdAt;

  /// In lower case; null when none was given.
  final String? email;

  /// The code mailed to the address has been confirmed.
  final bool emailVerified;

  /// A car has been described.
  final bool hasCarInfo;

  /// The account.
  final String id;

  /// Premium is active at this moment.
  final bool isPremium;

  /// The name that scanners see.
  final String? name;

  /// What the account is signed in to with, in E.164.
  final String phone;

  final Plan plan;

  final PreferencesResponse preferences;

  /// When premium ends or ended; null while premium is lifetime, and when there was none.
  final DateTime? premiumExpiryDate;

  final Role role;

  final Template selectedTemplate;

  /// When the account last changed.
  final DateTime updatedAt;

  Map<String, dynamic> toJson() => {
        'createdAt': createdAt.toUtc().toIso8601String(),
        'email': email,
        'emailVerified': emailVerified,
        'hasCarInfo': hasCarInfo,
        'id': id,
        'isPremium': isPremium,
        'name': name,
        'phone': phone,
        'plan': plan,
        'preferences': preferences,
        'premiumExpiryDate': premiumExpiryDate?.toUtc().toIso8601String(),
        'role': role,
        'selectedTemplate': selectedTemplate,
        'updatedAt': updatedAt.toUtc().toIso8601String(),
      };

  @override
  String toString() => 'UserResponse${toJson()}';
}

