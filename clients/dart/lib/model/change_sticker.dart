// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ChangeSticker {
  const ChangeSticker({
    this.active,
  });

  factory ChangeSticker.fromJson(Object? json) {
    final fields = _Fields('ChangeSticker', json);
    return ChangeSticker(
      active: fields.optional('active', (v) => v as bool),
    );
  }

  /// false withdraws the code: all stickers with it stop resolving.
  final bool? active;

  Map<String, dynamic> toJson() => {
        if (active != null) 'active': active,
      };

  @override
  String toString() => 'ChangeSticker${toJson()}';
}

