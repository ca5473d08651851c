// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScansOfDay {
  const ScansOfDay({
    required this.count,
    required this.day,
  });

  factory ScansOfDay.fromJson(Object? json) {
    final fields = _Fields('ScansOfDay', json);
    return ScansOfDay(
      count: fields.required('count', (v) => v as int),
      day: fields.required('day', (v) => DateTime.parse(v as String)),
    );
  }

  /// How many scans.
  final int count;

  /// In the time zone that was asked for.
  final DateTime day;

  Map<String, dynamic> toJson() => {
        'count': count,
        'day': day.toIso8601String().substring(0, 10),
      };

  @override
  String toString() => 'ScansOfDay${toJson()}';
}

