// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PreferencesResponse {
  const PreferencesResponse({
    required this.contactVisibility,
    required this.language,
    required this.notifyByEmail,
  });

  factory PreferencesResponse.fromJson(Object? json) {
    final fields = _Fields('PreferencesResponse', json);
    return PreferencesResponse(
      contactVisibility: fields.required('contactVisibility', (v) => ContactVisibility.fromJson(v)),
      language: fields.required('language', (v) => Language.fromJson(v)),
      notifyByEmail: fields.required('notifyByEmail', (v) => v as bool),
    );
  }

  final ContactVisibility contactVisibility;

  final Language language;

  /// Scans are told by mail.
  final bool notifyByEmail;

  Map<String, dynamic> toJson() => {
        'contactVisibility': contactVisibility,
        'language': language,
        'notifyByEmail': notifyByEmail,
      };

  @override
  String toString() => 'PreferencesResponse${toJson()}';
}

