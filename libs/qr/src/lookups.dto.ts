import { ApiProperty } from '@nestjs/swagger';
import { EnumProperty, IdProperty, PhoneProperty, SuccessProperty, TextProperty } from '@app/http';
import { type ContactVisibility, TEMPLATES, type Template } from '@app/users';

export type Gate = 'form' | 'open';
export const GATES: Gate[] = ['form', 'open'];

/** The data of a car and its owner that a scanner may see at most. */
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

/** What a scanner can expect; the only public facts about how the owner can be reached. */
export interface Prospects {
  /** The owner can be alerted. */
  isAlertable: boolean;
  /** The owner shows at least one contact once the gate is open. */
  showsContact: boolean;
}

class OwnerContact {
  @TextProperty({ max: 100, nullable: true, description: 'null when none was given.', example: 'Asha Rao' })
  name!: string | null;

  @PhoneProperty({ nullable: true, description: 'null while the gate is `form`, and when the owner hides it.' })
  phone!: string | null;

  @ApiProperty({
    type: String,
    format: 'email',
    nullable: true,
    description: 'null while the gate is `form`, when the owner hides it, and when it is not confirmed.',
    example: 'asha@example.com',
  })
  email!: string | null;
}

export class ScannedCarResponse {
  @IdProperty({ description: 'The car; send it with a scan.' })
  id!: string;

  @TextProperty({ max: 15, description: 'The number plate.', example: 'KA01AB1234' })
  carNumber!: string;

  @TextProperty({ max: 100, description: 'How to recognise the car.', example: 'Tata Nexon, blue' })
  carModel!: string;

  @TextProperty({
    max: 500,
    description: 'The owner’s message; may be empty.',
    example: 'Please call, I am close by.',
  })
  customMessage!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 200 },
    description: 'Additional fields of the owner’s choice.',
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
    description: '`form`: submit a scan to see the contact. `open`: the contact is included.',
    example: 'open',
  })
  gate!: Gate;
}

/** The contact that the owner shows once the gate is open. */
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

/** An unconfirmed address doesn't count: it may be another person's. */
export function toProspects({ owner }: ScannedCar): Prospects {
  const { phone, email } = contactOf(owner);
  return {
    isAlertable: owner.isAlertable,
    showsContact: phone !== null || (email !== null && owner.emailVerified),
  };
}

/** @param gate with `form` the contact is left out */
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
