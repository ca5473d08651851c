import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { isId, isMissingReference, isUniqueViolation, newId, transact } from '@app/database';
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
   */
  async saveCar(user: User, details: SaveCar): Promise<{ car: Car; isNew: boolean }> {
    const content = {
      carNumber: details.carNumber,
      carModel: details.carModel,
      customMessage: details.customMessage ?? '',
      customFields: details.customFields ?? {},
      selectedTemplate: details.selectedTemplate ?? user.selectedTemplate,
    };
    const isNew = await this.ownerChanges.around(user.id, async () => {
      if (await this.patchCar({ userId: user.id }, content)) return false;
      try {
        await transact(this.dataSource, (manager) => this.addCar(manager, user.id, content));
        return true;
      } catch (error) {
        if (isMissingReference(error)) throw new AppError(CommonErrors.UNAUTHORIZED);
        if (!isUniqueViolation(error, 'uq_cars_user')) throw error;
        await this.patchCar({ userId: user.id }, content);
        return false;
      }
    });
    if (isNew) this.metrics.count('car_added');
    return { car: await this.getCarOf(user.id), isNew };
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
    await this.ownerChanges.around(userId, () => this.patchCar({ id: carId, userId }, patch));
    return this.getOwnCar(userId, carId);
  }

  /**
   * Deletes a car with its codes and their scans; its stickers stop to resolve.
   *
   * @throws AppError CAR_NOT_FOUND
   */
  async deleteCar(userId: string, carId: string): Promise<void> {
    await this.getOwnCar(userId, carId);
    await this.ownerChanges.around(userId, () =>
      transact(this.dataSource, async (manager) => {
        await this.users.setHasCarInfo(manager, userId, false);
        await this.erasures.note(manager, userId);
        const { affected } = await manager.delete(Car, { id: carId, userId });
        if (!affected) throw new AppError(CarErrors.CAR_NOT_FOUND, { carId });
      }),
    );
    this.erasures.removeNoted();
  }

  /** Makes other transactions that lock the car wait for this one. */
  async lockCar(manager: EntityManager, carId: string): Promise<void> {
    await manager.update(Car, { id: carId }, { updatedAt: this.clock.now() });
  }

  /** Makes another code the car's current one, inside the transaction that issues it. */
  async setCurrentCode(manager: EntityManager, carId: string, qrCode: string): Promise<void> {
    await manager.update(Car, { id: carId }, { qrCode, updatedAt: this.clock.now() });
  }

  /** @returns whether there is such a car */
  private async patchCar(where: { id?: string; userId: string }, patch: Partial<Car>): Promise<boolean> {
    const change = { ...patch, updatedAt: this.clock.now() };
    const { affected } = await this.dataSource.manager.update(Car, where, change);
    return affected === 1;
  }

  /** The user comes first: whoever makes or deletes their car waits for that row, so that nobody meets in a deadlock. */
  private async addCar(
    manager: EntityManager,
    userId: string,
    content: Omit<Car, 'id' | 'userId' | 'user' | 'qrCode' | 'createdAt' | 'updatedAt'>,
  ): Promise<void> {
    const now = this.clock.now();
    const car = { id: newId(), userId, ...content, qrCode: this.codes.newCode(), createdAt: now, updatedAt: now };
    await this.users.setHasCarInfo(manager, userId, true);
    await manager.insert(Car, car);
    await this.codes.addCode(manager, car.id, car.qrCode);
  }
}
