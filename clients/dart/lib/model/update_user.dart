// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class UpdateUser {
  const UpdateUser({
    this.email,
    this.name,
    this.preferences,
    this.selectedTemplate,
  });

  factory UpdateUser.fromJson(Object? json) {
    final fields = _Fields('UpdateUser', json);
    return UpdateUser(
      email: fields.optional('email', (v) => v as String),
      name: fields.optional('name', (v) => v as String),
      preferences: fields.optional('preferences', (v) => UpdatePreferences.fromJson(v)),
      selectedTemplate: fields.optional('selectedTemplate', (v) => Template.fromJson(v)),
    );
  }

  /// A changed address is unverified until its code is confirmed.
  final String? email;

  /// The name scanners see; empty for none.
  final String? name;

  final UpdatePreferences? preferences;

  final Template? selectedTemplate;

  Map<String, dynamic> toJson() => {
        if (email != null) 'email': email,
        if (name != null) 'name': name,
        if (preferences != null) 'preferences': preferences,
        if (selectedTemplate != null) 'selectedTemplate': selectedTemplate,
      };

  @override
  String toString() => 'UpdateUser${toJson()}';
}

