// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CarResponse {
  const CarResponse({
    required this.carModel,
    required this.carNumber,
    required this.createdAt,
    required this.customFields,
    required this.customMessage,
    required this.id,
    required this.qrCode,
    required this.scanUrl,
    required this.selectedTemplate,
    required this.updatedAt,
    required this.userId,
  });

  factory CarResponse.fromJson(Object? json) {
    final fields = _Fields('CarResponse', json);
    return CarResponse(
      carModel: fields.required('carModel', (v) => v as String),
      carNumber: fields.required('carNumber', (v) => v as String),
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      customFields: fields.required('customFields', (v) => (v as Map<String, dynamic>).map((k, dynamic v) => MapEntry(k, v as String))),
      customMessage: fields.required('customMessage', (v) => v as String),
      id: fields.required('id', (v) => v as String),
      qrCode: fields.required('qrCode', (v) => v as String),
      scanUrl: fields.required('scanUrl', (v) => v as String),
      selectedTemplate: fields.required('selectedTemplate', (v) => Template.fromJson(v)),
      updatedAt: fields.required('updatedAt', (v) => DateTime.parse(v as String)),
      userId: fields.required('userId', (v) => v as String),
    );
  }

  /// What scanners tell it by.
  final String carModel;

  /// The plate, without spaces, hyphens, dots and slashes.
  final String carNumber;

  /// When it was described for the first time.
  final DateTime createdAt;

  /// The owner’s own pairs of a name and a text.
  final Map<String, String> customFields;

  /// What scanners read; empty when there is none.
  final String customMessage;

  /// The car.
  final String id;

  /// The car’s current code.
  final String qrCode;

  /// What a phone opens when it reads the code.
  final String scanUrl;

  final Template selectedTemplate;

  /// When it last changed.
  final DateTime updatedAt;

  /// The account of its owner.
  final String userId;

  Map<String, dynamic> toJson() => {
        'carModel': carModel,
        'carNumber': carNumber,
        'createdAt': createdAt.toUtc().toIso8601String(),
        'customFields': customFields,
        'customMessage': customMessage,
        'id': id,
        'qrCode': qrCode,
        'scanUrl': scanUrl,
        'selectedTemplate': selectedTemplate,
        'updatedAt': updatedAt.toUtc().toIso8601String(),
        'userId': userId,
      };

  @override
  String toString() => 'CarResponse${toJson()}';
}

