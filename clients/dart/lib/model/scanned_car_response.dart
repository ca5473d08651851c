// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScannedCarResponse {
  const ScannedCarResponse({
    required this.carModel,
    required this.carNumber,
    required this.customFields,
    required this.customMessage,
    required this.id,
    required this.owner,
    required this.selectedTemplate,
  });

  factory ScannedCarResponse.fromJson(Object? json) {
    final fields = _Fields('ScannedCarResponse', json);
    return ScannedCarResponse(
      carModel: fields.required('carModel', (v) => v as String),
      carNumber: fields.required('carNumber', (v) => v as String),
      customFields: fields.required('customFields', (v) => (v as Map<String, dynamic>).map((k, dynamic v) => MapEntry(k, v as String))),
      customMessage: fields.required('customMessage', (v) => v as String),
      id: fields.required('id', (v) => v as String),
      owner: fields.required('owner', (v) => OwnerContact.fromJson(v)),
      selectedTemplate: fields.required('selectedTemplate', (v) => Template.fromJson(v)),
    );
  }

  /// What to tell it by.
  final String carModel;

  /// The plate.
  final String carNumber;

  /// The owner’s own pairs of a name and a text.
  final Map<String, String> customFields;

  /// What the owner says; empty when nothing.
  final String customMessage;

  /// The car, to leave a scan for.
  final String id;

  final OwnerContact owner;

  final Template selectedTemplate;

  Map<String, dynamic> toJson() => {
        'carModel': carModel,
        'carNumber': carNumber,
        'customFields': customFields,
        'customMessage': customMessage,
        'id': id,
        'owner': owner,
        'selectedTemplate': selectedTemplate,
      };

  @override
  String toString() => 'ScannedCarResponse${toJson()}';
}

