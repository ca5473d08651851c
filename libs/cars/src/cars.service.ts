import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { isId, newId } from '@app/database';
import { AppError, CommonErrors } from '@app/http';
import { Metrics } from '@app/observability';
import { Erasures, OwnerChanges, type User, UsersService } from '@app/users';
import { CarCodes } from './car-codes.js';
import { Car } from './car.entity.js';
import type { SaveCar, UpdateCar } from './cars.dto.js';
import { CarErrors } from './cars.errors.js';

/** Cars, one to a user. */
@Injectable()
export class CarsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly ownerChanges: OwnerChanges,
    private readonly erasures: Erasures,
    private readonly codes: CarCodes,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Describes the user's car: makes it with its first code, or replaces the details of the one there is.
   *
   * Simultaneous calls make one car; the others replace its details.
   *
   * @throws AppError UNAUTHORIZED when the account was erased meanwhile
   */
  async saveCar(user: User, details: SaveCar): Promise<{ car: Car; isNew: boolean }> {
    const content = {
      carNumber: details.carNumber,
      carModel: details.carModel,
      customMessage: details.customMessage ?? '',
      customFields: details.customFields ?? {},
      selectedTemplate: details.selectedTemplate ?? user.selectedTemplate,
    };
    const saved = await this.ownerChanges.run(user.id, (manager) => this.addOrReplaceCar(manager, user.id, content));
    if (saved.isNew) this.metrics.count('car_added');
    return saved;
  }

  findCarOf(userId: string): Promise<Car | null> {
    return this.dataSource.getRepository(Car).findOneBy({ userId });
  }

  /** @throws AppError CAR_NOT_FOUND */
  async getCarOf(userId: string): Promise<Car> {
    const car = await this.findCarOf(userId);
    if (!car) throw new AppError(CarErrors.CAR_NOT_FOUND);
    return car;
  }

  /** @throws AppError CAR_NOT_FOUND, for another user's car too */
  async getOwnCar(userId: string, carId: string): Promise<Car> {
    const car = isId(carId) ? await this.dataSource.getRepository(Car).findOneBy({ id: carId, userId }) : null;
    if (!car) throw new AppError(CarErrors.CAR_NOT_FOUND, { carId });
    return car;
  }

  /**
   * Changes the fields given.
   *
   * @throws AppError CAR_NOT_FOUND
   */
  async updateCar(userId: string, carId: string, changes: UpdateCar): Promise<Car> {
    const { carNumber, carModel, customMessage, customFields, selectedTemplate } = changes;
    const patch = {
      ...(carNumber !== undefined && { carNumber }),
      ...(carModel !== undefined && { carModel }),
      ...(customMessage !== undefined && { customMessage }),
      ...(customFields !== undefined && { customFields }),
      ...(selectedTemplate !== undefined && { selectedTemplate }),
    };
    await this.getOwnCar(userId, carId);
    await this.ownerChanges.run(userId, (manager) =>
      manager.update(Car, { id: carId, userId }, { ...patch, updatedAt: this.clock.now() }),
    );
    return this.getOwnCar(userId, carId);
  }

  /**
   * Deletes a car with its codes and their scans; its stickers stop to resolve.
   *
   * @throws AppError CAR_NOT_FOUND
   */
  async deleteCar(userId: string, carId: string): Promise<void> {
    await this.getOwnCar(userId, carId);
    await this.ownerChanges.run(userId, async (manager) => {
      await this.users.setHasCarInfo(manager, userId, false);
      await this.erasures.note(manager, userId, 'car');
      const { affected } = await manager.delete(Car, { id: carId, userId });
      if (!affected) throw new AppError(CarErrors.CAR_NOT_FOUND, { carId });
    });
  }

  /**
   * Makes other transactions that lock the car wait for this one.
   *
   * @throws AppError CAR_NOT_FOUND when it was deleted meanwhile; UNAUTHORIZED when that was by erasing the account
   */
  async lockCar(manager: EntityManager, { carId, userId }: { carId: string; userId: string }): Promise<void> {
    const { affected } = await manager.update(Car, { id: carId, userId }, { updatedAt: this.clock.now() });
    if (affected !== 1) await this.missCar(userId, carId);
  }

  /** @throws AppError CAR_NOT_FOUND for a car that is gone; UNAUTHORIZED when its owner is gone, too */
  async missCar(userId: string, carId: string): Promise<never> {
    await this.users.getCaller(userId);
    throw new AppError(CarErrors.CAR_NOT_FOUND, { carId });
  }

  /** Makes another code the car's current one, inside the transaction that issues it. */
  async setCurrentCode(manager: EntityManager, carId: string, qrCode: string): Promise<void> {
    await manager.update(Car, { id: carId }, { qrCode, updatedAt: this.clock.now() });
  }

  /** The user comes first: whoever makes or deletes their car waits for that row, so that nobody meets in a deadlock. */
  private async addOrReplaceCar(
    manager: EntityManager,
    userId: string,
    content: Omit<Car, 'id' | 'userId' | 'user' | 'qrCode' | 'createdAt' | 'updatedAt'>,
  ): Promise<{ car: Car; isNew: boolean }> {
    const hasUser = await this.users.setHasCarInfo(manager, userId, true);
    if (!hasUser) throw new AppError(CommonErrors.UNAUTHORIZED, { userId });
    const now = this.clock.now();
    const { affected } = await manager.update(Car, { userId }, { ...content, updatedAt: now });
    if (affected === 1) return { car: await manager.findOneByOrFail(Car, { userId }), isNew: false };
    const car = { id: newId(), userId, ...content, qrCode: this.codes.newCode(), createdAt: now, updatedAt: now };
    await manager.insert(Car, car);
    await this.codes.addCode(manager, car.id, car.qrCode);
    return { car, isNew: true };
  }
}
