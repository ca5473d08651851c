import { maskPersonalData } from './mask.js';

describe('maskPersonalData', () => {
  it.each([
    ["Duplicate entry '+919876543210' for key 'uq_users_phone'", "Duplicate entry '[phone]' for key 'uq_users_phone'"],
    ['call 98765 43210 now', 'call [phone] now'],
    ['mail asha.rao+car@example.co.in please', 'mail [email] please'],
    ['code 042917 was wrong', 'code [code] was wrong'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: [token]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is expired', '[token] is expired'],
    ['/auth/refresh/tQ3v2bJmX0kq8v1c0rD4nS7yZ5eW9aFhUuLgPiOoKxM', '/auth/refresh/[token]'],
    ['/users/asha@example.com/cars', '/users/[email]/cars'],
    ['mysql://app:hunter2@db.internal:3306/carqr', 'mysql://app:***@db.internal:3306/carqr'],
  ])('hides personal data in %p', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
  });

  it('leaves ids readable', () => {
    const id = '01938a5e-7c11-7abc-8def-012345678901';
    expect(maskPersonalData(`car ${id} is gone`)).toBe(`car ${id} is gone`);
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:3306',
    'at start (file:///srv/node_modules/@nestjs/typeorm/dist/typeorm-core.module.js:190:36)',
  ])('leaves %p readable, which says where something went wrong', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });
});
