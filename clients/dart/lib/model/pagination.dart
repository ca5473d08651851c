// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class Pagination {
  const Pagination({
    required this.limit,
    required this.nextCursor,
    required this.offset,
    required this.total,
  });

  factory Pagination.fromJson(Object? json) {
    final fields = _Fields('Pagination', json);
    return Pagination(
      limit: fields.required('limit', (v) => v as int),
      nextCursor: fields.optional('nextCursor', (v) => v as String),
      offset: fields.required('offset', (v) => v as int),
      total: fields.required('total', (v) => v as int),
    );
  }

  /// How many rows a page has at the most.
  final int limit;

  /// Give it back as `cursor` for the next page; null on the last page.
  final String? nextCursor;

  /// How many rows come before this page.
  final int offset;

  /// How many rows there are in all.
  final int total;

  Map<String, dynamic> toJson() => {
        'limit': limit,
        'nextCursor': nextCursor,
        'offset': offset,
        'total': total,
      };

  @override
  String toString() => 'Pagination${toJson()}';
}

