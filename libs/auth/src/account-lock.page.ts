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
      'One tap signs your CarQR account out everywhere and removes a password that was set since the change we wrote about. It also gives your account back the phone number and the e-mail address that it had before.',
      'If we wrote to you by SMS, changes that were confirmed with a code to your e-mail address stay. The button in our mail undoes those, too.',
      'If you made the change yourself, close this page.',
    ],
  },
  done: {
    heading: 'All sessions have ended',
    paragraphs: [
      'Your account is signed out everywhere. A password that was set since the change has been removed, and your old phone number and e-mail address are back.',
      'Now sign in to the app with a code to your phone. Look at your phone number, your e-mail address and your car, and set a new password if you use one.',
      'If you have signed in with your old number since and got a new, empty account, the number belongs to that one. Delete the empty account in the app, then use the link again.',
      'Lock your phone with a PIN, and do not give codes to anybody. We never ask for them.',
    ],
  },
  unknown: {
    heading: 'This link does not work any more',
    paragraphs: [
      'It may be more than 7 days old or not complete, or your account was taken back with the link of an earlier message. Please open it from the message again.',
      'You can end all other sessions in the app, under “Sessions”.',
    ],
  },
  button: 'Take my account back',
  support: (email) => `If you cannot sign in, write to ${email}.`,
};

const HINDI: typeof ENGLISH = {
  question: {
    heading: 'क्या किसी और ने आपका खाता बदला?',
    paragraphs: [
      'एक टैप से आपका CarQR खाता हर जगह से साइन आउट हो जाएगा, और जिस बदलाव के बारे में हमने लिखा उसके बाद सेट किया गया पासवर्ड हटा दिया जाएगा। साथ ही खाते का पहले वाला फ़ोन नंबर और ई-मेल पता वापस आ जाएगा।',
      'अगर हमने आपको SMS भेजा है, तो आपके ई-मेल पर आए कोड से किए गए बदलाव बने रहेंगे। हमारे ई-मेल का बटन उन्हें भी वापस लेता है।',
      'अगर यह बदलाव आपने किया है, तो यह पेज बंद कर दें।',
    ],
  },
  done: {
    heading: 'सभी सत्र समाप्त हो गए',
    paragraphs: [
      'आपका खाता हर जगह से साइन आउट हो गया है। बदलाव के बाद सेट किया गया पासवर्ड हटा दिया गया है, और आपका पुराना फ़ोन नंबर और ई-मेल पता वापस आ गया है।',
      'अब अपने फ़ोन पर आए कोड से ऐप में साइन इन करें। अपना फ़ोन नंबर, ई-मेल पता और गाड़ी देखें, और पासवर्ड इस्तेमाल करते हों तो नया सेट करें।',
      'अगर इस बीच आपने पुराने नंबर से साइन इन किया और नया, खाली खाता बन गया, तो नंबर उसी का है। ऐप में खाली खाता मिटाएँ, फिर यह लिंक दोबारा खोलें।',
      'फ़ोन पर PIN लगाएँ, और कोड किसी को न दें। हम कभी कोड नहीं माँगते।',
    ],
  },
  unknown: {
    heading: 'यह लिंक अब नहीं चलता',
    paragraphs: [
      'यह 7 दिन से पुराना हो सकता है, या अधूरा है, या आपका खाता पहले के किसी संदेश के लिंक से वापस लिया जा चुका है। कृपया इसे संदेश से फिर खोलें।',
      'आप ऐप में “Sessions” के नीचे बाकी सत्र समाप्त कर सकते हैं।',
    ],
  },
  button: 'मेरा खाता वापस लें',
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
