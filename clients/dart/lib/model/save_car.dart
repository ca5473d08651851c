// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class SaveCar {
  const SaveCar({
    required this.carModel,
    required this.carNumber,
    this.customFields,
    this.customMessage,
    this.selectedTemplate,
  });

  factory SaveCar.fromJson(Object? json) {
    final fields = _Fields('SaveCar', json);
    return SaveCar(
      carModel: fields.required('carModel', (v) => v as String),
      carNumber: fields.required('carNumber', (v) => v as String),
      customFields: fields.optional('customFields', (v) => (v as Map<String, dynamic>).map((k, dynamic v) => MapEntry(k, v as String))),
      customMessage: fields.optional('customMessage', (v) => v as String),
      selectedTemplate: fields.optional('selectedTemplate', (v) => Template.fromJson(v)),
    );
  }

  /// Make, model, colour: what scanners tell it by.
  final String carModel;

  /// The plate; spaces, hyphens, dots and slashes are dropped, letters become upper case.
  final String carNumber;

  /// Up to 20 pairs of the owner’s own.
  final Map<String, String>? customFields;

  /// What scanners read.
  final String? customMessage;

  final Template? selectedTemplate;

  Map<String, dynamic> toJson() => {
        'carModel': carModel,
        'carNumber': carNumber,
        if (customFields != null) 'customFields': customFields,
        if (customMessage != null) 'customMessage': customMessage,
        if (selectedTemplate != null) 'selectedTemplate': selectedTemplate,
      };

  @override
  String toString() => 'SaveCar${toJson()}';
}

