// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class CarsApi {
  const CarsApi(this.client);

  final ApiClient client;

  /// Delete my car
  ///
  /// Its codes and their scans go with it; its stickers stop to resolve. Another car may be described afterwards.
  ///
  /// [carId]: My car.
  Future<MessageEnvelope> deleteCar(String carId) async {
    final answer = await client.send(
      'DELETE',
      '/cars/{carId}',
      path: { 'carId': carId },
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Read a car of mine
  ///
  /// By its id; somebody else’s car is one that does not exist.
  ///
  /// [carId]: My car.
  Future<CarEnvelope> getCar(String carId) async {
    final answer = await client.send(
      'GET',
      '/cars/{carId}',
      path: { 'carId': carId },
    );
    return CarEnvelope.fromJson(answer.json);
  }

  /// Read my car
  ///
  /// At the start of the app; CAR_NOT_FOUND leads to the form that describes it.
  Future<CarEnvelope> getMyCar() async {
    final answer = await client.send(
      'GET',
      '/cars/me',
    );
    return CarEnvelope.fromJson(answer.json);
  }

  /// Look a car up by its code
  ///
  /// What an app shows after reading a code. The gate is open for the owner and for viewers with premium; everyone else submits a scan first. At most 30 requests in any hour for a premium viewer, counting different owners. At most 120 requests in any minute for an IP address.
  ///
  /// [code]: A code in any letter case, a whole scan URL percent-encoded, or a car id.
  Future<LookupEnvelope> lookUpCar(String code) async {
    final answer = await client.send(
      'GET',
      '/cars/qr/{code}',
      path: { 'code': code },
    );
    return LookupEnvelope.fromJson(answer.json);
  }

  /// Change my car
  ///
  /// The same as PATCH: fields that are not given stay.
  ///
  /// [carId]: My car.
  Future<CarEnvelope> replaceCar(String carId, UpdateCar updateCar) async {
    final answer = await client.send(
      'PUT',
      '/cars/{carId}',
      path: { 'carId': carId },
      body: updateCar,
    );
    return CarEnvelope.fromJson(answer.json);
  }

  /// Describe my car
  ///
  /// After sign-up, while `hasCarInfo` is false. Makes the car’s first code. Answers 201 for the first time, and 200 when it replaced the details of the car there was; CAR_NOT_FOUND when that one was deleted at this very moment.
  Future<CarEnvelope> saveMyCar(SaveCar saveCar) async {
    final answer = await client.send(
      'POST',
      '/cars',
      body: saveCar,
    );
    return CarEnvelope.fromJson(answer.json);
  }

  /// Change fields of my car
  ///
  /// Fields that are not given stay. The next look-up shows the change.
  ///
  /// [carId]: My car.
  Future<CarEnvelope> updateCar(String carId, UpdateCar updateCar) async {
    final answer = await client.send(
      'PATCH',
      '/cars/{carId}',
      path: { 'carId': carId },
      body: updateCar,
    );
    return CarEnvelope.fromJson(answer.json);
  }
}
