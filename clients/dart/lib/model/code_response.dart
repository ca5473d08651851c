// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CodeResponse {
  const CodeResponse({
    required this.active,
    required this.carId,
    required this.code,
    required this.createdAt,
    required this.disabledAt,
    required this.placement,
    required this.userId,
  });

  factory CodeResponse.fromJson(Object? json) {
    final fields = _Fields('CodeResponse', json);
    return CodeResponse(
      active: fields.required('active', (v) => v as bool),
      carId: fields.required('carId', (v) => v as String),
      code: fields.required('code', (v) => v as String),
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      disabledAt: fields.optional('disabledAt', (v) => DateTime.parse(v as String)),
      placement: fields.optional('placement', (v) => v as String),
      userId: fields.required('userId', (v) => v as String),
    );
  }

  /// Neither its owner withdrew it nor an admin disabled it.
  final bool active;

  /// The car that it leads to.
  final String carId;

  /// What is printed under the symbol.
  final String code;

  /// When it was made.
  final DateTime createdAt;

  /// When it was disabled; null while enabled.
  final DateTime? disabledAt;

  /// Where its stickers are; null for the code of the whole car.
  final String? placement;

  /// The account of the owner.
  final String userId;

  Map<String, dynamic> toJson() => {
        'active': active,
        'carId': carId,
        'code': code,
        'createdAt': createdAt.toUtc().toIso8601String(),
        'disabledAt': disabledAt?.toUtc().toIso8601String(),
        'placement': placement,
        'userId': userId,
      };

  @override
  String toString() => 'CodeResponse${toJson()}';
}

