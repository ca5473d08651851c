import { Body, Controller, Delete, Get, HttpStatus, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CommonErrors, CurrentUser, Endpoint, type Envelope, IdParam, MessageEnvelope, ok } from '@app/http';
import type { Caller } from '@app/users';
import { CarCodes } from './car-codes.js';
import type { Car } from './car.entity.js';
import { CarEnvelope, type CarResponse, SaveCar, toCarResponse, UpdateCar } from './cars.dto.js';
import { CarErrors } from './cars.errors.js';
import { CarsService } from './cars.service.js';

const { VALIDATION_FAILED } = CommonErrors;
const { CAR_NOT_FOUND } = CarErrors;

@ApiTags('Cars')
@Controller('cars')
export class CarsController {
  constructor(
    private readonly cars: CarsService,
    private readonly codes: CarCodes,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Describe my car',
    description:
      'After sign-up, while `hasCarInfo` is false. Makes the car’s first code. Answers 201 for the first time, and 200 ' +
      'when it replaced the details of the car there was; CAR_NOT_FOUND when that one was deleted at this very moment.',
    answer: CarEnvelope,
    status: [201, 200],
    errors: [VALIDATION_FAILED],
  })
  async saveMyCar(
    @CurrentUser() { user }: Caller,
    @Body() body: SaveCar,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<{ car: CarResponse }>> {
    const { car, isNew } = await this.cars.saveCar(user, body);
    void reply.code(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return this.answer(car);
  }

  @Get('me')
  @Endpoint({
    summary: 'Read my car',
    description: 'At the start of the app; CAR_NOT_FOUND leads to the form that describes it.',
    answer: CarEnvelope,
    errors: [CAR_NOT_FOUND],
  })
  async getMyCar(@CurrentUser() { user }: Caller): Promise<Envelope<{ car: CarResponse }>> {
    return this.answer(await this.cars.getCarOf(user.id));
  }

  @Get(':carId')
  @IdParam('carId', 'My car.')
  @Endpoint({
    summary: 'Read a car of mine',
    description: 'By its id; somebody else’s car is one that does not exist.',
    answer: CarEnvelope,
    errors: [CAR_NOT_FOUND],
  })
  async getCar(
    @CurrentUser() { user }: Caller,
    @Param('carId') carId: string,
  ): Promise<Envelope<{ car: CarResponse }>> {
    return this.answer(await this.cars.getOwnCar(user.id, carId));
  }

  @Put(':carId')
  @IdParam('carId', 'My car.')
  @Endpoint({
    summary: 'Change my car',
    description: 'The same as PATCH: fields that are not given stay.',
    answer: CarEnvelope,
    errors: [VALIDATION_FAILED, CAR_NOT_FOUND],
  })
  replaceCar(
    @CurrentUser() caller: Caller,
    @Param('carId') carId: string,
    @Body() body: UpdateCar,
  ): Promise<Envelope<{ car: CarResponse }>> {
    return this.updateCar(caller, carId, body);
  }

  @Patch(':carId')
  @IdParam('carId', 'My car.')
  @Endpoint({
    summary: 'Change fields of my car',
    description: 'Fields that are not given stay. The next look-up shows the change.',
    answer: CarEnvelope,
    errors: [VALIDATION_FAILED, CAR_NOT_FOUND],
  })
  async updateCar(
    @CurrentUser() { user }: Caller,
    @Param('carId') carId: string,
    @Body() body: UpdateCar,
  ): Promise<Envelope<{ car: CarResponse }>> {
    return this.answer(await this.cars.updateCar(user.id, carId, body));
  }

  @Delete(':carId')
  @IdParam('carId', 'My car.')
  @Endpoint({
    summary: 'Delete my car',
    description:
      'Its codes and their scans go with it; its stickers stop to resolve. Another car may be described afterwards.',
    answer: MessageEnvelope,
    errors: [CAR_NOT_FOUND],
  })
  async deleteCar(
    @CurrentUser() { user }: Caller,
    @Param('carId') carId: string,
  ): Promise<Envelope<{ message: string }>> {
    await this.cars.deleteCar(user.id, carId);
    return ok({ message: 'The car has been deleted.' });
  }

  private answer(car: Car): Envelope<{ car: CarResponse }> {
    return ok({ car: toCarResponse(car, this.codes.scanUrl(car.qrCode)) });
  }
}
