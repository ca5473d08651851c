import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountWords, PersonalData, UsersModule } from '@app/users';
import { CarCodes } from './car-codes.js';
import { Car } from './car.entity.js';
import { CarsController } from './cars.controller.js';
import { toCarResponse } from './cars.dto.js';
import { CarsService } from './cars.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Car]), UsersModule],
  controllers: [CarsController],
  providers: [CarsService],
  exports: [CarsService],
})
export class CarsModule implements OnModuleInit {
  constructor(
    private readonly cars: CarsService,
    private readonly codes: CarCodes,
    private readonly personalData: PersonalData,
    private readonly accountWords: AccountWords,
  ) {}

  onModuleInit(): void {
    this.accountWords.register(async (userId) => {
      const car = await this.cars.findCarOf(userId);
      return car ? [car.carNumber] : [];
    });
    this.personalData.register('car', async (userId) => {
      const car = await this.cars.findCarOf(userId);
      return car && toCarResponse(car, this.codes.scanUrl(car.qrCode));
    });
  }
}
