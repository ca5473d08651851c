// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class Logout {
  const Logout({
    this.everywhere,
  });

  factory Logout.fromJson(Object? json) {
    final fields = _Fields('Logout', json);
    return Logout(
      everywhere: fields.optional('everywhere', (v) => v as bool),
    );
  }

  /// Ends every session of the account, not only this one.
  final bool? everywhere;

  Map<String, dynamic> toJson() => {
        if (everywhere != null) 'everywhere': everywhere,
      };

  @override
  String toString() => 'Logout${toJson()}';
}

