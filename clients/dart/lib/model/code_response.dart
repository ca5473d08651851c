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

  /// Whether the code resolves: neither withdrawn by its owner nor disabled by an admin.
  final bool active;

  /// The car that the code belongs to.
  final String carId;

  /// The code printed under the symbol.
  final String code;

  /// When it was created.
  final DateTime createdAt;

  /// When an admin disabled it; null while enabled.
  final DateTime? disabledAt;

  /// Where its stickers are; null for the car’s general code.
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

