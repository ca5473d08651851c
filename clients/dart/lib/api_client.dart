// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of 'carqr_api.dart';

/// Speaks to one server on behalf of one person; every `…Api` class takes one.
class ApiClient {
  /// [baseUrl] ends with the version: `https://carqr.example/api/v1`.
  /// [http] is what sends the requests; the caller who gives one closes it.
  ApiClient(String baseUrl, {this.accessToken, Client? http})
      : _baseUrl = baseUrl.endsWith('/') ? baseUrl.substring(0, baseUrl.length - 1) : baseUrl,
        _http = http ?? Client();

  final String _baseUrl;
  final Client _http;

  /// The `token` of a sign-in or refresh; null while nobody is signed in.
  String? accessToken;

  /// Sends a request and answers with the server's answer, or throws an [ApiException] when that is a refusal.
  ///
  /// What happens before a server answers (no network, an aborted connection) is thrown as package:http throws it.
  Future<Response> send(
    String method,
    String route, {
    Map<String, Object> path = const {},
    Map<String, Object?> query = const {},
    Map<String, Object?> headers = const {},
    Object? body,
  }) async {
    final request = Request(method, _urlOf(route, path, query));
    headers.forEach((name, value) {
      if (value != null) request.headers[name] = _text(value);
    });
    if (accessToken != null) request.headers['authorization'] = 'Bearer $accessToken';
    if (body != null) {
      request.headers['content-type'] = 'application/json; charset=utf-8';
      request.bodyBytes = utf8.encode(json.encode(body));
    }
    final response = await Response.fromStream(await _http.send(request));
    if (response.statusCode >= 400) throw ApiException._of(response);
    return response;
  }

  Uri _urlOf(String route, Map<String, Object> path, Map<String, Object?> query) {
    final filled = route.replaceAllMapped(RegExp(r'\{(\w+)\}'), (name) => Uri.encodeComponent(_text(path[name[1]]!)));
    final given = [
      for (final MapEntry(:key, :value) in query.entries)
        if (value != null) '$key=${Uri.encodeQueryComponent(_text(value))}',
    ];
    return Uri.parse('$_baseUrl$filled${given.isEmpty ? '' : '?${given.join('&')}'}');
  }

  static String _text(Object value) => switch (value) {
        DateTime() => value.toUtc().toIso8601String(),
        Iterable<Object>() => value.map(_text).join(','),
        _ => '$value',
      };
}

extension on Response {
  Object? get json => jsonDecode(utf8.decode(bodyBytes));
}

/// The fields of an object in an answer, each read as the type it is documented to have.
class _Fields {
  _Fields(this._owner, Object? json) : _json = json is Map<String, dynamic> ? json : _fail(_owner, json);

  final String _owner;
  final Map<String, dynamic> _json;

  T required<T>(String name, T Function(Object? v) read) =>
      optional(name, read) ?? (throw FormatException('$_owner.$name is missing'));

  T? optional<T>(String name, T Function(Object? v) read) {
    final value = _json[name];
    return value == null ? null : read(value);
  }

  static Never _fail(String owner, Object? json) => throw FormatException('$owner is not an object', json);
}
