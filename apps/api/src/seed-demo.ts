import type { DataSource, EntityManager } from 'typeorm';
import { Car } from '@app/cars';
import type { Clock } from '@app/clock';
import { newId, transact } from '@app/database';
import { QrCode } from '@app/qr';
import { DEFAULT_PREFERENCES, DEFAULT_TEMPLATE, type Template, User } from '@app/users';

interface DemoUser {
  phone: string;
  name: string;
  email: string;
}

interface DemoOwner extends DemoUser {
  code: string;
  carNumber: string;
  carModel: string;
  customMessage: string;
  template: Template;
}

export const DEMO_OWNERS: readonly DemoOwner[] = [
  {
    code: 'QR001',
    phone: '+919876500001',
    name: 'Asha Rao',
    email: 'asha@example.com',
    carNumber: 'KA01AB1234',
    carModel: 'Tata Nexon, blue',
    customMessage: 'Please call, I am close by.',
    template: 'modern',
  },
  {
    code: 'QR002',
    phone: '+919876500002',
    name: 'Vikram Singh',
    email: 'vikram@example.com',
    carNumber: 'DL8CAF5030',
    carModel: 'Maruti Swift, white',
    customMessage: 'In a hurry? WhatsApp works best.',
    template: 'classic',
  },
  {
    code: 'QR003',
    phone: '+919876500003',
    name: 'Meena Iyer',
    email: 'meena@example.com',
    carNumber: '22BH6517A',
    carModel: 'Hyundai i20, red',
    customMessage: '',
    template: 'minimal',
  },
];

export const DEMO_PREMIUM: DemoUser = { phone: '+919876500009', name: 'Ravi Kumar', email: 'ravi@example.com' };

/** Creates missing demo data; existing data stays as it is. */
export async function seedDemo(dataSource: DataSource, clock: Clock): Promise<void> {
  const now = clock.now();
  await transact(dataSource, async (manager) => {
    for (const owner of DEMO_OWNERS) {
      const isMissing = !(await manager.existsBy(QrCode, { code: owner.code }));
      if (isMissing) await addOwner(manager, owner, now);
    }
    const isMissing = !(await manager.existsBy(User, { phone: DEMO_PREMIUM.phone }));
    if (isMissing) await manager.insert(User, { ...newUser(DEMO_PREMIUM, now), plan: 'premium' });
  });
}

async function addOwner(manager: EntityManager, owner: DemoOwner, now: Date): Promise<void> {
  const user = { ...newUser(owner, now), hasCarInfo: true, selectedTemplate: owner.template };
  const car = {
    id: newId(),
    userId: user.id,
    carNumber: owner.carNumber,
    carModel: owner.carModel,
    customMessage: owner.customMessage,
    customFields: {},
    selectedTemplate: owner.template,
    qrCode: owner.code,
    createdAt: now,
    updatedAt: now,
  };
  const code = {
    id: newId(),
    carId: car.id,
    code: owner.code,
    placement: null,
    activePlacement: null,
    active: true,
    disabledAt: null,
    createdAt: now,
    replacedAt: null,
  };
  await manager.insert(User, user);
  await manager.insert(Car, car);
  await manager.insert(QrCode, code);
}

function newUser({ phone, name, email }: DemoUser, now: Date): User {
  return {
    id: newId(),
    phone,
    name,
    email,
    emailVerified: true,
    emailGivenAt: now,
    plan: 'basic',
    premiumExpiryDate: null,
    hasCarInfo: false,
    selectedTemplate: DEFAULT_TEMPLATE,
    preferences: DEFAULT_PREFERENCES,
    role: 'user',
    disabledAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
