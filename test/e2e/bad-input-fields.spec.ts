import { readFileSync } from 'node:fs';
import { isKnownCode } from '../support/failures.js';
import { type Owner, makeAdmin, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { countAllRows } from '../support/stored-rows.js';

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
}

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const { paths, components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** A body of every schema that its route takes, so that the field under test is all that is wrong. */
const GOOD_BODIES: Record<string, object> = {
  RequestCode: { phone: '9876543210' },
  VerifyCode: { phone: '9876543210', otp: '000000', sessionId: 'some-session' },
  Reauthenticate: { otp: '000000', sessionId: 'some-session' },
  RefreshTokens: { refreshToken: 'some-token' },
  Logout: {},
  PasswordLogin: { phone: '9876543210', password: 'correct horse' },
  SetPassword: { newPassword: 'correct horse' },
  SaveCar: { carNumber: 'KA01AB1234', carModel: 'Tata Nexon' },
  UpdateCar: { carModel: 'Tata Nexon' },
  SubmitScan: { carId: 'some-car', scannerPhone: '9876543210', scannerEmail: 'ravi@example.com' },
  MarkScan: { read: true },
  GenerateSticker: { size: '3x3', format: 'svg' },
  ChangeSticker: { active: true },
  UpdateUser: { name: 'Asha' },
  ChooseTemplate: { templateId: 'classic' },
  CreatePayment: { planDuration: 30 },
  VerifyPayment: { paymentId: 'pay_1', orderId: 'order_1', signature: '0' },
  VerifyEmail: { code: '000000' },
  FindAccount: { phone: '9876543210' },
  ChangeAccount: { disabled: false, reason: 'because' },
  EndSessions: { reason: 'because' },
  ChangePhone: { phone: '9876543210' },
  VerifyPhone: { otp: '000000', sessionId: 'some-session' },
  ChangeCode: { active: true, reason: 'because' },
};

/** What may be sent for a field, with the JSON type that it has. */
const VALUES: Record<string, { type: string; value: unknown }> = {
  'a whole number': { type: 'number', value: 7 },
  'a fraction': { type: 'number', value: -0.5 },
  'an enormous number': { type: 'number', value: 1e300 },
  true: { type: 'boolean', value: true },
  'an empty array': { type: 'array', value: [] },
  'an array of texts': { type: 'array', value: ['9876543210'] },
  'an array of objects': { type: 'array', value: [{}] },
  'an empty object': { type: 'object', value: {} },
  'an object of methods': { type: 'object', value: { length: 3, toString: 'x', valueOf: 1 } },
  'a text for a flag': { type: 'text', value: 'yes' },
  'a text of 50,000 characters': { type: 'never', value: 'x'.repeat(50_000) },
  'a text with NUL': { type: 'unstorable', value: 'Asha\u0000Rao' },
  'half a surrogate pair': { type: 'unstorable', value: 'Asha \ud800' },
};

/** A password that is only compared may be any text: what cannot be a password is wrong like any other. */
const COMPARED_FIELDS = ['password', 'currentPassword'];

const fields = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { requestBody }]) => {
    const reference = requestBody?.content['application/json']?.schema;
    const schema = reference && resolve(reference);
    return Object.entries(schema?.properties ?? {}).map(([field, { ...property }]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, '01938a5e-7c11-7abc-8def-012345678901'),
      schemaName: reference?.$ref?.split('/').at(-1) ?? '',
      field,
      // Which numbers a field takes is tested where the field is.
      type: resolve(property).type?.replace('integer', 'number') ?? 'string',
    }));
  }),
);

function resolve(schema: Schema): Schema {
  return schema.$ref ? (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
}

describe('a field of a wrong kind', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
    owner = await signInOwner(app, { email: 'asha@example.com' });
    // So that no route is closed to them.
    await makeAdmin(app, owner);
  });

  afterAll(() => app.stop());

  it('is tested for every route that takes a body', () => {
    expect(fields.length).toBeGreaterThan(25);
    expect(fields.map(({ schemaName }) => schemaName).filter((name) => !(name in GOOD_BODIES))).toEqual([]);
  });

  it.each(fields)('is refused by name, and nothing is stored: $method $path $field', async (target) => {
    const before = await everything();
    for (const [name, { type, value }] of Object.entries(VALUES)) {
      if (type === (target.type === 'string' ? 'text' : target.type)) continue;
      if (type === 'unstorable' && COMPARED_FIELDS.includes(target.field)) continue;
      const { status, body } = await send(target, value);
      const isPhone = /phone/i.test(target.field);
      const fieldNames = body.details?.map(({ field }: { field: string }) => field.split('.')[0]);
      expect({ name, status, code: body.code, fieldNames }).toEqual({
        name,
        status: 422,
        code: isPhone ? 'INVALID_PHONE' : 'VALIDATION_FAILED',
        fieldNames: isPhone ? undefined : [target.field],
      });
    }
    expect(await everything()).toEqual(before);
  });

  it.each(fields)('never breaks the server when it is empty or null: $method $path $field', async (target) => {
    // These change something when the field is left out, which null means.
    if (['Logout', 'SetPassword'].includes(target.schemaName)) return;
    for (const value of ['', null, '   ', '\t\n', '٩٨٧٦٥', '😀'.repeat(30)]) {
      const { status, body } = await send(target, value);
      expect(status).toBeLessThan(500);
      expect(body.success || isKnownCode(body.code)).toBe(true);
    }
  });

  function send({ method, path, schemaName, field }: (typeof fields)[number], value: unknown) {
    const body = { ...GOOD_BODIES[schemaName], [field]: value };
    return owner.api.fromNewAddress().sendJson(method, path, body);
  }

  /** All that is stored, as far as it can be seen. */
  async function everything(): Promise<object> {
    const { body } = await owner.api.get('/users/me/export');
    return { rows: await countAllRows(app), body };
  }
});
