// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class StickersEnvelope {
  const StickersEnvelope({
    required this.codes,
    required this.pagination,
    required this.success,
  });

  factory StickersEnvelope.fromJson(Object? json) {
    final fields = _Fields('StickersEnvelope', json);
    return StickersEnvelope(
      codes: fields.required('codes', (v) => (v as List<dynamic>).map((dynamic v) => StickerResponse.fromJson(v)).toList()),
      pagination: fields.required('pagination', (v) => Pagination.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// One page of stickers.
  final List<StickerResponse> codes;

  final Pagination pagination;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'codes': codes,
        'pagination': pagination,
        'success': success,
      };

  @override
  String toString() => 'StickersEnvelope${toJson()}';
}

