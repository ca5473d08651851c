// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class FieldProblemResponse {
  const FieldProblemResponse({
    required this.field,
    required this.message,
  });

  factory FieldProblemResponse.fromJson(Object? json) {
    final fields = _Fields('FieldProblemResponse', json);
    return FieldProblemResponse(
      field: fields.required('field', (v) => v as String),
      message: fields.required('message', (v) => v as String),
    );
  }

  /// The field, with dots into nested ones.
  final String field;

  /// What is wrong with it, as a sentence.
  final String message;

  Map<String, dynamic> toJson() => {
        'field': field,
        'message': message,
      };

  @override
  String toString() => 'FieldProblemResponse${toJson()}';
}

