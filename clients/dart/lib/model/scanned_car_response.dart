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

  /// How to recognise the car.
  final String carModel;

  /// The number plate.
  final String carNumber;

  /// Additional fields of the owner’s choice.
  final Map<String, String> customFields;

  /// The owner’s message; may be empty.
  final String customMessage;

  /// The car; send it with a scan.
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

