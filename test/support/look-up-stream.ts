import { OwnerChanges } from '@app/users';
import { simultaneously } from './answers.js';
import type { ApiClient } from './api-client.js';
import { type Owner, type Person, signIn, signInOwner } from './people.js';
import type { TestApp } from './start-app.js';

/** Less than a transaction waits for a lock. */
const LONGEST_MAKING_MS = 1_000;

interface Stream {
  owner: Owner;
  /** Each looks up without a pause; they may speak to different instances. */
  readers: ApiClient[];
  /** How often the owner changes the car meanwhile. */
  changes: number;
  /** Who sends each change; the owner's own client when absent. */
  writers?: ApiClient[];
}

/**
 * Changes a car again and again while readers look it up without a pause, and expects every look-up that began after a
 * change was answered to show that change or a later one.
 */
export async function showsNoOldValue({ owner, readers, changes, writers = [owner.api] }: Stream): Promise<void> {
  let answered = 0;
  let isOver = false;
  const stale: string[] = [];

  const read = async (reader: ApiClient, key: string): Promise<number> => {
    let count = 0;
    while (!isOver) {
      const atLeast = answered;
      const { status, body } = await reader.fromNewAddress().get(`/cars/qr/${key}`);
      if (status !== 200) stale.push(`answered ${status}`);
      else if (Number(body.car.customMessage) < atLeast) stale.push(`${body.car.customMessage} after ${atLeast}`);
      count += 1;
    }
    return count;
  };
  const write = async (): Promise<void> => {
    try {
      for (let change = 1; change <= changes; change += 1) {
        const writer = writers[change % writers.length] ?? owner.api;
        const { status } = await writer.patch(`/cars/${owner.car.id}`, { customMessage: String(change) });
        expect(status).toBe(200);
        answered = change;
      }
    } finally {
      isOver = true;
    }
  };

  const reading = readers.flatMap((reader) => [read(reader, owner.car.qrCode), read(reader, owner.car.id)]);
  const [counts] = await Promise.all([Promise.all(reading), write()]);
  expect(stale).toEqual([]);
  // Readers that were shut out would have seen nothing old either.
  expect(Math.min(...counts)).toBeGreaterThan(changes / 5);
}

/** What a look-up shows of the owner. */
async function lookUp({ api }: TestApp, key: string): Promise<{ status: number; owner: string | undefined }> {
  const { status, body } = await api.fromNewAddress().get(`/cars/qr/${key}`);
  return { status, owner: body.car?.owner.name };
}

/**
 * Holds a change of an owner up after it has listed their codes, describes their first car on another instance meanwhile,
 * and expects look-ups of its code to show the change once that is over.
 */
export async function showsChangeOfNewCode(one: TestApp, other: TestApp): Promise<void> {
  const person = await signIn(one);
  const state = { isHeld: false, isMade: false };
  let proceed!: () => void;
  const held = new Promise<void>((resolve) => (proceed = resolve));
  const isListed = new Promise<void>((listed) => {
    one.app.get(OwnerChanges, { strict: false }).register((...change: unknown[]) => {
      // The first change is held up, the making of the car is not.
      const isOurs = !state.isHeld && change.includes(person.id);
      if (isOurs) {
        state.isHeld = true;
        listed();
      }
      return (isOurs ? held : Promise.resolve()).then(() => () => Promise.resolve());
    });
  });
  const changing = person.api.patch('/users/me', { name: 'Asha' });
  await isListed;
  const codeOf = async (): Promise<string> => {
    const caller = other.api.as({ token: person.token });
    const { body } = await caller.post('/cars', { carNumber: 'KA01AB1234', carModel: 'Kia' });
    for (const key of [body.car.qrCode, body.car.id]) await lookUp(other, key);
    return body.car.qrCode;
  };
  const making = codeOf().finally(() => (state.isMade = true));
  // Time enough to make the code and look it up, unless that waits for the change.
  const endMs = performance.now() + LONGEST_MAKING_MS;
  while (!state.isMade && performance.now() < endMs) await other.api.get('/health/live');
  proceed();
  expect((await changing).status).toBe(200);
  const code = await making;
  for (const app of [one, other]) expect(await lookUp(app, code)).toEqual({ status: 200, owner: 'Asha' });
}

/** Makes codes and looks them up while their owner is changed and their car is deleted, and expects nothing stale afterwards. */
export async function showsNothingStaleOfNewCodes(one: TestApp, other: TestApp, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const owner = await signInOwner(one);
    const name = `Owner ${round}`;
    const [, ...codes] = await simultaneously(4, (index) =>
      index === 0 ? change(owner, { name }) : makeAndLookUp(owner, [one, other][index % 2]!, index),
    );
    for (const code of codes) {
      for (const app of [one, other]) expect(await lookUp(app, code)).toEqual({ status: 200, owner: name });
    }
    const [, ...gone] = await simultaneously(4, (index) =>
      index === 0
        ? owner.api.delete(`/cars/${owner.car.id}`).then(() => '')
        : makeAndLookUp(owner, [one, other][index % 2]!, index + 10),
    );
    for (const code of [...codes, ...gone.filter((each) => each !== '')]) {
      for (const app of [one, other]) expect((await lookUp(app, code)).status).toBe(404);
    }
  }
}

async function change({ api }: Person, profile: object): Promise<string> {
  expect((await api.patch('/users/me', profile)).status).toBe(200);
  return '';
}

/** @returns a new code of the owner's car; none when the car is gone */
async function makeAndLookUp({ token }: Person, app: TestApp, index: number): Promise<string> {
  const wanted = { size: '3x3', format: 'svg', placement: `place ${index}` };
  const { body } = await app.api.as({ token }).post('/qr/generate', wanted);
  const code: string = body.qr?.code ?? '';
  if (code !== '') await lookUp(app, code);
  return code;
}
