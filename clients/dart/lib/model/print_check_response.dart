// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PrintCheckResponse {
  const PrintCheckResponse({
    required this.decoded,
    required this.errorCorrection,
    required this.maxScanDistanceM,
    required this.moduleMm,
    required this.quietZoneModules,
    required this.version,
  });

  factory PrintCheckResponse.fromJson(Object? json) {
    final fields = _Fields('PrintCheckResponse', json);
    return PrintCheckResponse(
      decoded: fields.required('decoded', (v) => v as bool),
      errorCorrection: fields.required('errorCorrection', (v) => ErrorCorrection.fromJson(v)),
      maxScanDistanceM: fields.required('maxScanDistanceM', (v) => v as num),
      moduleMm: fields.required('moduleMm', (v) => v as num),
      quietZoneModules: fields.required('quietZoneModules', (v) => v as int),
      version: fields.required('version', (v) => v as int),
    );
  }

  /// The rendered file was decoded and matched.
  final bool decoded;

  final ErrorCorrection errorCorrection;

  /// The distance from which a phone can read it, in metres, by the 10:1 rule.
  final num maxScanDistanceM;

  /// The width of a module in millimetres.
  final num moduleMm;

  /// The width of the quiet zone around the symbol, in modules.
  final int quietZoneModules;

  /// The QR version of the symbol.
  final int version;

  Map<String, dynamic> toJson() => {
        'decoded': decoded,
        'errorCorrection': errorCorrection,
        'maxScanDistanceM': maxScanDistanceM,
        'moduleMm': moduleMm,
        'quietZoneModules': quietZoneModules,
        'version': version,
      };

  @override
  String toString() => 'PrintCheckResponse${toJson()}';
}

