// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class UpdatePreferences {
  const UpdatePreferences({
    this.contactVisibility,
    this.language,
    this.notifyByEmail,
  });

  factory UpdatePreferences.fromJson(Object? json) {
    final fields = _Fields('UpdatePreferences', json);
    return UpdatePreferences(
      contactVisibility: fields.optional('contactVisibility', (v) => ContactVisibility.fromJson(v)),
      language: fields.optional('language', (v) => Language.fromJson(v)),
      notifyByEmail: fields.optional('notifyByEmail', (v) => v as bool),
    );
  }

  final ContactVisibility? contactVisibility;

  final Language? language;

  /// I want to be told of a scan by mail.
  final bool? notifyByEmail;

  Map<String, dynamic> toJson() => {
        if (contactVisibility != null) 'contactVisibility': contactVisibility,
        if (language != null) 'language': language,
        if (notifyByEmail != null) 'notifyByEmail': notifyByEmail,
      };

  @override
  String toString() => 'UpdatePreferences${toJson()}';
}

