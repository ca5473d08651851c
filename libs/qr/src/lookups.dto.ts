import { ApiProperty } from '@nestjs/swagger';
import { EnumProperty, IdProperty, PhoneProperty, SuccessProperty, TextProperty } from '@app/http';
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
  owner: {
    name: string | null;
    phone: string | null;
    email: string | null;
    emailVerified: boolean;
    contactVisibility: ContactVisibility;
    isAlertable: boolean;
  };
}

/** What a scanner can expect of an owner. This much is public, and nothing else of how to reach them. */
export interface Prospects {
  /** The owner can be alerted. */
  isAlertable: boolean;
  /** The owner shows at least one contact behind the form. */
  showsContact: boolean;
}

class OwnerContact {
  @TextProperty({ max: 100, nullable: true, description: 'null when none was given.', example: 'Asha Rao' })
  name!: string | null;

  @PhoneProperty({ nullable: true, description: 'null behind the form, and when the owner hides it.' })
  phone!: string | null;

  @ApiProperty({
    type: String,
    format: 'email',
    nullable: true,
    description: 'null behind the form, when the owner hides it and when there is no confirmed one.',
    example: 'asha@example.com',
  })
  email!: string | null;
}

export class ScannedCarResponse {
  @IdProperty({ description: 'The car, to leave a scan for.' })
  id!: string;

  @TextProperty({ max: 15, description: 'The plate.', example: 'KA01AB1234' })
  carNumber!: string;

  @TextProperty({ max: 100, description: 'What to tell it by.', example: 'Tata Nexon, blue' })
  carModel!: string;

  @TextProperty({
    max: 500,
    description: 'What the owner says; empty when nothing.',
    example: 'Please call, I am close by.',
  })
  customMessage!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 200 },
    description: 'The owner’s own pairs of a name and a text.',
    example: { Flat: 'B-204' },
  })
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

  @EnumProperty({
    enum: GATES,
    enumName: 'Gate',
    description: '`form`: leave a scan first to see the contact. `open`: the contact is there.',
    example: 'open',
  })
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

/** An address that nobody confirmed doesn't count: it may be somebody else's. */
export function toProspects({ owner }: ScannedCar): Prospects {
  const { phone, email } = contactOf(owner);
  return {
    isAlertable: owner.isAlertable,
    showsContact: phone !== null || (email !== null && owner.emailVerified),
  };
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
