import { expectFields, expectInvalid, simultaneously } from '../support/answers.js';
import { type Person, makePremium, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('a user', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const readMe = async (who = person) => (await who.api.get('/api/v1/users/me')).body.user;

  it('has exactly the fields of the contract, with real booleans and null for what is absent', async () => {
    const user = await readMe();
    expectFields(user, 'user');
    expectFields(user.preferences, 'preferences');
    expect(user).toEqual({
      id: person.id,
      email: null,
      emailVerified: false,
      phone: person.phone,
      name: null,
      isPremium: false,
      plan: 'basic',
      hasCarInfo: false,
      selectedTemplate: 'modern',
      premiumExpiryDate: null,
      preferences: { notifyByEmail: true, contactVisibility: 'phone_and_email', language: 'en' },
      role: 'user',
      createdAt: app.clock.now().toISOString(),
      updatedAt: app.clock.now().toISOString(),
    });
  });

  it('keeps the milliseconds of its dates', async () => {
    app.clock.advance({ ms: 1123 - (app.clock.nowMs() % 1000) });
    await person.api.patch('/users/me', { name: 'Asha' });
    expect((await readMe()).updatedAt).toMatch(/:\d\d\.123Z$/);
  });

  it('shows that there is a car, and no car any more', async () => {
    const owner = await signInOwner(app);
    expect((await readMe(owner)).hasCarInfo).toBe(true);
    await owner.api.delete(`/cars/${owner.car.id}`);
    expect((await readMe(owner)).hasCarInfo).toBe(false);
  });

  describe('with premium', () => {
    it('has it up to the very moment of its expiry', async () => {
      const until = new Date(app.clock.nowMs() + 5000);
      await makePremium(app, person, until);
      const premium = { isPremium: true, plan: 'premium', premiumExpiryDate: until.toISOString() };
      app.clock.advance({ ms: 4999 });
      expect(await readMe()).toMatchObject(premium);
      app.clock.advance({ ms: 1 });
      expect(await readMe()).toMatchObject({ ...premium, isPremium: false, plan: 'basic' });
    });

    it('has it for life where there is no expiry', async () => {
      await makePremium(app, person, null);
      app.clock.advance({ hours: 20 });
      expect(await readMe()).toMatchObject({ isPremium: true, plan: 'premium', premiumExpiryDate: null });
    });
  });

  describe('changing the profile', () => {
    it('changes the fields given and no others, by JSON or form', async () => {
      const byJson = await person.api.patch('/api/v1/users/me', {
        name: '  Asha 🚗 Rao ',
        selectedTemplate: 'classic',
      });
      expect(byJson.status).toBe(200);
      expect(byJson.body).toMatchObject({ success: true, user: { name: 'Asha 🚗 Rao', selectedTemplate: 'classic' } });
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = 'name=Ravi&preferences[notifyByEmail]=false';
      const byForm = await person.api.send('PATCH', '/users/me', body, form);
      expect(byForm.body.user).toEqual({
        ...byJson.body.user,
        name: 'Ravi',
        preferences: { notifyByEmail: false, contactVisibility: 'phone_and_email', language: 'en' },
      });
      expect(await readMe()).toEqual(byForm.body.user);
    });

    it('takes null as absent and an empty name as none', async () => {
      await person.api.patch('/users/me', { name: 'Asha', email: 'keeps@example.com' });
      const nulls = { name: null, email: null, selectedTemplate: null, preferences: null };
      expect((await person.api.patch('/users/me', nulls)).body.user).toMatchObject({
        name: 'Asha',
        email: 'keeps@example.com',
      });
      expect((await person.api.patch('/users/me', { name: ' ' })).body.user.name).toBeNull();
    });

    it('counts the length of a name in characters', async () => {
      expect((await person.api.patch('/users/me', { name: '🚗'.repeat(100) })).body.user.name).toBe('🚗'.repeat(100));
      expectInvalid(await person.api.patch('/users/me', { name: 'x'.repeat(101) }), 'name');
      expect((await readMe()).name).toBe('🚗'.repeat(100));
    });

    it('cannot set what only the server sets', async () => {
      const before = await readMe();
      const { status, body } = await person.api.patch('/users/me', {
        id: 'other',
        phone: '+919812345678',
        isPremium: true,
        plan: 'premium',
        premiumExpiryDate: null,
        role: 'admin',
        emailVerified: true,
        hasCarInfo: true,
        createdAt: '2020-01-01',
        userId: 'other',
        unknown: 1,
      });
      expect(status).toBe(200);
      expect(body.user).toEqual({ ...before, updatedAt: expect.any(String) });
    });

    it.each([
      ['name', { name: 7 }],
      ['name', { name: ['Asha'] }],
      ['name', { name: 'a\u0000b' }],
      ['selectedTemplate', { selectedTemplate: 'baroque' }],
      ['email', { email: 'nobody' }],
      ['preferences', { preferences: 'none' }],
      ['preferences', { preferences: [] }],
      ['preferences', { preferences: [{ notifyByEmail: false }] }],
      ['preferences.notifyByEmail', { preferences: { notifyByEmail: 'no' } }],
      ['preferences.contactVisibility', { preferences: { contactVisibility: 'all' } }],
      ['preferences.language', { preferences: { language: 'fr' } }],
    ])('refuses a bad %s: %j', async (field, changes) => {
      const before = await readMe();
      expectInvalid(await person.api.patch('/users/me', { ...changes }), field);
      expect(await readMe()).toEqual(before);
    });
  });

  describe('changing preferences', () => {
    it('leaves those that are not given, and stores no unknown ones', async () => {
      await person.api.patch('/users/me', { preferences: { contactVisibility: 'email' } });
      const changes = { preferences: { notifyByEmail: false, contactVisibility: null, colour: 'red' } };
      const { body } = await person.api.patch('/users/me', changes);
      expect(body.user.preferences).toEqual({ notifyByEmail: false, contactVisibility: 'email', language: 'en' });
      expect((await readMe()).preferences).toEqual(body.user.preferences);
    });

    it('chooses Hindi, and English again', async () => {
      for (const language of ['hi', 'en']) {
        const { body } = await person.api.patch('/users/me', { preferences: { language } });
        expect(body.user.preferences).toEqual({ notifyByEmail: true, contactVisibility: 'phone_and_email', language });
        expect((await readMe()).preferences.language).toBe(language);
      }
    });

    it('keeps English for an account that is older than the choice', async () => {
      const preferences = '{"notifyByEmail":false,"contactVisibility":"email"}';
      await app.dataSource.query('UPDATE users SET preferences = ? WHERE id = ?', [preferences, person.id]);
      expect((await readMe()).preferences.language).toBe('en');
      const { body } = await person.api.patch('/users/me', { preferences: { notifyByEmail: true } });
      expect(body.user.preferences).toEqual({ notifyByEmail: true, contactVisibility: 'email', language: 'en' });
    });

    it('adds simultaneous changes of different ones up', async () => {
      const changes = [{ notifyByEmail: false }, { contactVisibility: 'none' }];
      await simultaneously(10, (index) => person.api.patch('/users/me', { preferences: changes[index % 2] }));
      expect((await readMe()).preferences).toEqual({ notifyByEmail: false, contactVisibility: 'none', language: 'en' });
    });
  });

  describe('choosing a template', () => {
    const routes = ['/users/me/template', '/users/template', '/api/v1/users/me/template', '/api/v1/users/template'];

    it.each(routes.flatMap((route) => [[route, 'templateId'] as const, [route, 'selectedTemplate'] as const]))(
      'is done by PUT %s with %s',
      async (route, field) => {
        const { status, body } = await person.api.put(route, { [field]: 'minimal' });
        expect([status, body.success]).toEqual([200, true]);
        expectFields(body.user, 'user');
        expect((await readMe()).selectedTemplate).toBe('minimal');
      },
    );

    it.each(routes)('is refused by PUT %s for an unknown template, and for none', async (route) => {
      expectInvalid(await person.api.put(route, { templateId: 'baroque' }), 'templateId');
      expectInvalid(await person.api.put(route, { selectedTemplate: 'baroque' }), 'selectedTemplate');
      expectInvalid(await person.api.put(route, {}), 'templateId');
      expect((await readMe()).selectedTemplate).toBe('modern');
    });
  });
});
