// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class MarkScan {
  const MarkScan({
    this.read,
    this.resolved,
  });

  factory MarkScan.fromJson(Object? json) {
    final fields = _Fields('MarkScan', json);
    return MarkScan(
      read: fields.optional('read', (v) => v as bool),
      resolved: fields.optional('resolved', (v) => v as bool),
    );
  }

  /// I have seen it.
  final bool? read;

  /// It is dealt with.
  final bool? resolved;

  Map<String, dynamic> toJson() => {
        if (read != null) 'read': read,
        if (resolved != null) 'resolved': resolved,
      };

  @override
  String toString() => 'MarkScan${toJson()}';
}

