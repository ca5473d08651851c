export { CarCodes } from './car-codes.js';
export { Car } from './car.entity.js';
export { CarErrors } from './cars.errors.js';
export { CarsModule } from './cars.module.js';
export { CarsService } from './cars.service.js';
