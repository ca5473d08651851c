import { Injectable } from '@nestjs/common';
import { type DerivedKeys, Settings, deriveKeys } from '@app/config';

/** What sign-in signs, hashes and encrypts with. */
@Injectable()
export class Keys {
  readonly accessToken: DerivedKeys;
  readonly oneTimeCode: DerivedKeys;
  readonly signInNetwork: DerivedKeys;
  readonly newPhone: DerivedKeys;

  constructor(settings: Settings) {
    this.accessToken = deriveKeys(settings, 'carqr access token');
    this.oneTimeCode = deriveKeys(settings, 'carqr one-time code');
    this.signInNetwork = deriveKeys(settings, 'carqr network of a sign-in');
    this.newPhone = deriveKeys(settings, 'carqr new phone');
  }
}
