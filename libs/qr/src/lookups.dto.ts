import { ApiProperty } from '@nestjs/swagger';
import { SuccessProperty } from '@app/http';
import { type ContactVisibility, TEMPLATES, type Template } from '@app/users';

export type Gate = 'form' | 'open';
export const GATES: Gate[] = ['form', 'open'];

/** A car with its owner, as far as a scanner may ever see them. */
export interface ScannedCar {
  id: string;
  ownerId: string;
  qrCode: string;
  carNumber: string;
  carModel: string;
  customMessage: string;
  customFields: Record<string, string>;
  selectedTemplate: Template;
  owner: { name: string | null; phone: string; email: string | null; contactVisibility: ContactVisibility };
}

class OwnerContact {
  @ApiProperty({ type: String, nullable: true, example: 'Asha Rao' })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'null behind the form.', example: null })
  phone!: string | null;

  @ApiProperty({ type: String, format: 'email', nullable: true, description: 'null behind the form.', example: null })
  email!: string | null;
}

export class ScannedCarResponse {
  @ApiProperty({ example: '01938a5e-7c11-7abc-8def-012345678901' })
  id!: string;

  @ApiProperty({ example: 'KA01AB1234' })
  carNumber!: string;

  @ApiProperty({ example: 'Tata Nexon, blue' })
  carModel!: string;

  @ApiProperty({ example: 'Please call, I am close by.' })
  customMessage!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { Flat: 'B-204' } })
  customFields!: Record<string, string>;

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template' })
  selectedTemplate!: Template;

  @ApiProperty({ type: OwnerContact })
  owner!: OwnerContact;
}

export class LookupEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScannedCarResponse })
  car!: ScannedCarResponse;

  @ApiProperty({ enum: GATES, enumName: 'Gate', description: '`form`: leave a scan first to see the contact.' })
  gate!: Gate;
}

/** What the owner lets a scanner see, once the gate is open. */
function contactOf(owner: ScannedCar['owner']): OwnerContact {
  const { name, phone, email, contactVisibility } = owner;
  switch (contactVisibility) {
    case 'phone_and_email':
      return { name, phone, email };
    case 'phone':
      return { name, phone, email: null };
    case 'email':
      return { name, phone: null, email };
    case 'none':
      return { name, phone: null, email: null };
  }
}

/** @param gate with `form` the contact is not even looked at */
export function toScannedCarResponse(car: ScannedCar, gate: Gate): ScannedCarResponse {
  return {
    id: car.id,
    carNumber: car.carNumber,
    carModel: car.carModel,
    customMessage: car.customMessage,
    customFields: car.customFields,
    selectedTemplate: car.selectedTemplate,
    owner: gate === 'open' ? contactOf(car.owner) : { name: car.owner.name, phone: null, email: null },
  };
}
