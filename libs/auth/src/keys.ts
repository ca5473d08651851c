import { Injectable } from '@nestjs/common';
import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto';
import { Settings } from '@app/config';

const KEY_BYTES = 32;

/** One key for each purpose, all out of JWT_SECRET, so that none of them can stand in for another. */
@Injectable()
export class Keys {
  readonly accessToken: KeyObject;
  readonly oneTimeCode: KeyObject;

  constructor(settings: Settings) {
    const derive = (purpose: string): KeyObject =>
      createSecretKey(Buffer.from(hkdfSync('sha256', settings.jwtSecret, '', purpose, KEY_BYTES)));
    this.accessToken = derive('carqr access token');
    this.oneTimeCode = derive('carqr one-time code');
  }
}
