// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class OwnerContact {
  const OwnerContact({
    required this.email,
    required this.name,
    required this.phone,
  });

  factory OwnerContact.fromJson(Object? json) {
    final fields = _Fields('OwnerContact', json);
    return OwnerContact(
      email: fields.optional('email', (v) => v as String),
      name: fields.optional('name', (v) => v as String),
      phone: fields.optional('phone', (v) => v as String),
    );
  }

  /// null while the gate is `form`, when the owner hides it, and when it is not confirmed.
  final String? email;

  /// null when none was given.
  final String? name;

  /// null while the gate is `form`, and when the owner hides it.
  final String? phone;

  Map<String, dynamic> toJson() => {
        'email': email,
        'name': name,
        'phone': phone,
      };

  @override
  String toString() => 'OwnerContact${toJson()}';
}

