import { preferredLanguage, renderPlainPage } from '@app/http';
import { LANGUAGES } from '@app/notifications';

export type LockPageState = 'question' | 'done' | 'unknown';

interface Words {
  heading: string;
  paragraphs: string[];
}

const ENGLISH: Record<LockPageState, Words> & { button: string; support: (email: string) => string } = {
  question: {
    heading: 'Someone else changed your account?',
    paragraphs: [
      'This signs your CarQR account out everywhere, and removes a password or an e-mail address that was set since we wrote to you.',
      'If you made the change yourself, close this page.',
    ],
  },
  done: {
    heading: 'All sessions have ended',
    paragraphs: [
      'Your account is signed out everywhere. A password or an e-mail address that was set since we wrote to you has been removed.',
      'Now sign in to the app with a code to your phone. Look at your phone number, your e-mail address and your car, and set a new password if you use one.',
      'Lock your phone with a PIN, and do not give codes to anybody. We never ask for them.',
    ],
  },
  unknown: {
    heading: 'This link does not work any more',
    paragraphs: [
      'It may be more than 7 days old or not complete. Please open it from the message again.',
      'You can end all other sessions in the app, under “Sessions”.',
    ],
  },
  button: 'End all sessions',
  support: (email) => `If you cannot sign in, write to ${email}.`,
};

const HINDI: typeof ENGLISH = {
  question: {
    heading: 'क्या किसी और ने आपका खाता बदला?',
    paragraphs: [
      'इससे आपका CarQR खाता हर जगह से साइन आउट हो जाएगा, और हमारे संदेश के बाद सेट किया गया पासवर्ड या ई-मेल पता हटा दिया जाएगा।',
      'अगर यह बदलाव आपने किया है, तो यह पेज बंद कर दें।',
    ],
  },
  done: {
    heading: 'सभी सत्र समाप्त हो गए',
    paragraphs: [
      'आपका खाता हर जगह से साइन आउट हो गया है। हमारे संदेश के बाद सेट किया गया पासवर्ड या ई-मेल पता हटा दिया गया है।',
      'अब अपने फ़ोन पर आए कोड से ऐप में साइन इन करें। अपना फ़ोन नंबर, ई-मेल पता और गाड़ी देखें, और पासवर्ड इस्तेमाल करते हों तो नया सेट करें।',
      'फ़ोन पर PIN लगाएँ, और कोड किसी को न दें। हम कभी कोड नहीं माँगते।',
    ],
  },
  unknown: {
    heading: 'यह लिंक अब नहीं चलता',
    paragraphs: [
      'यह 7 दिन से पुराना हो सकता है, या अधूरा है। कृपया इसे संदेश से फिर खोलें।',
      'आप ऐप में “Sessions” के नीचे बाकी सत्र समाप्त कर सकते हैं।',
    ],
  },
  button: 'सभी सत्र समाप्त करें',
  support: (email) => `अगर साइन इन न हो सके, तो ${email} पर लिखें।`,
};

/** In the language that the browser asks for first. Nothing in it comes from the request. */
export function renderAccountLockPage(state: LockPageState, supportEmail: string | null, languages = ''): string {
  const language = preferredLanguage(languages, LANGUAGES) ?? 'en';
  const { button, support, ...states } = language === 'hi' ? HINDI : ENGLISH;
  const { heading, paragraphs } = states[state];
  return renderPlainPage({
    language,
    heading,
    paragraphs: state === 'done' && supportEmail !== null ? [...paragraphs, support(supportEmail)] : paragraphs,
    button: state === 'question' ? button : undefined,
  });
}
