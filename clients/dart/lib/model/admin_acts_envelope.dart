// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class AdminActsEnvelope {
  const AdminActsEnvelope({
    required this.acts,
    required this.pagination,
    required this.success,
  });

  factory AdminActsEnvelope.fromJson(Object? json) {
    final fields = _Fields('AdminActsEnvelope', json);
    return AdminActsEnvelope(
      acts: fields.required('acts', (v) => (v as List<dynamic>).map((dynamic v) => AdminActResponse.fromJson(v)).toList()),
      pagination: fields.required('pagination', (v) => Pagination.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// One page of them.
  final List<AdminActResponse> acts;

  final Pagination pagination;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'acts': acts,
        'pagination': pagination,
        'success': success,
      };

  @override
  String toString() => 'AdminActsEnvelope${toJson()}';
}

