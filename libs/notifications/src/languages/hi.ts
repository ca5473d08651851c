import { type ScanWords, toEntry } from '../alert-entry.js';
import { type SellerWords, sellerFacts } from '../seller-facts.js';
import type { Messages, ToldAlert } from './index.js';

const REASONS: Record<string, string> = {
  blocking: 'गाड़ी रास्ते में है',
  lights_on: 'लाइट जल रही है',
  window_open: 'खिड़की खुली है',
  damage: 'गाड़ी को नुकसान हुआ है',
  emergency: 'आपात स्थिति',
  towing: 'गाड़ी उठाई जाने वाली है',
  other: 'कुछ और',
};

const CHANGES: Messages['changes'] = {
  'password-set': 'पासवर्ड सेट किया गया',
  'password-replaced': 'आपका पासवर्ड बदला गया',
  'password-removed': 'आपका पासवर्ड हटाया गया',
  'email-changed': 'आपका ई-मेल बदला गया',
  'phone-changed': 'आपका फ़ोन नंबर बदला गया',
};

const SCAN_WORDS: ScanWords = {
  reason: 'कारण',
  phone: 'फ़ोन',
  email: 'ई-मेल',
  call: 'फ़ोन करें',
  write: 'ई-मेल लिखें',
  page: 'जो पेज उन्होंने देखा',
};

const SELLER_WORDS: SellerWords = {
  name: 'विक्रेता',
  address: 'पता',
  taxId: 'टैक्स नंबर',
  supportEmail: 'सवालों के लिए',
};

function alertSubject({ carNumber, scans, people, reasons, isLate }: ToldAlert): string {
  const [reason] = reasons;
  if (isLate && scans.length > 1) return `${carNumber} के ${scans.length} स्कैन आपसे छूट गए`;
  if (isLate) return reason ? `आपसे छूट गया: ${reason} (${carNumber})` : `${carNumber} का एक स्कैन आपसे छूट गया`;
  if (reason) return `${reason}: ${carNumber}${people > 1 ? ` (${people} लोग)` : ''}`;
  return people > 1 ? `${people} लोग आपको ढूँढ रहे हैं: ${carNumber}` : `कोई आपको ढूँढ रहा है: ${carNumber}`;
}

function alertHeading(alert: ToldAlert): string {
  return alert.reasons.length > 0 && !alert.isLate ? alert.reasons.join('; ') : alertSubject(alert);
}

function alertText({ carNumber, scans, people, isLate }: ToldAlert): string {
  const who = people > 1 ? `${people} लोगों ने` : 'किसी ने';
  const often = scans.length > people ? `कुल ${scans.length} बार ` : '';
  const text = `${who} आपकी गाड़ी ${carNumber} का स्टिकर ${often}स्कैन किया।`;
  return isLate ? `${text} हम आपको पहले नहीं बता सके।` : text;
}

export const HI: Messages = {
  language: 'hi',
  greeting: (name) => (name ? `नमस्ते ${name},` : 'नमस्ते,'),
  footer: 'CarQR: गाड़ी पर लगे स्टिकर से कोई भी मालिक तक पहुँच सकता है।',
  unsubscribe: 'स्कैन के बारे में ई-मेल बंद करें',
  reasons: REASONS,

  welcome: () => ({
    subject: 'CarQR में आपका स्वागत है',
    heading: 'CarQR में आपका स्वागत है',
    paragraphs: [
      'आपका ई-मेल पता पक्का हो गया है।',
      'जब कोई आपकी गाड़ी का कोड स्कैन करके अपना नंबर देगा, हम आपको तुरंत यहाँ बताएँगे।',
      'अभी स्टिकर नहीं है? ऐप में बनाइए, सही आकार में छापिए और सामने के शीशे के पीछे लगाइए।',
    ],
  }),

  emailCode: ({ code, minutes }) => ({
    subject: `${code}: अपना ई-मेल पता पक्का करें`,
    heading: 'अपना ई-मेल पता पक्का करें',
    paragraphs: ['यह कोड ऐप में डालें:'],
    code,
    note: `यह कोड ${minutes} मिनट तक चलेगा। अगर आपने इसे नहीं माँगा, तो इस ई-मेल को अनदेखा करें: कुछ नहीं बदलेगा।`,
  }),

  signInCode: ({ code, minutes }) => ({
    subject: `${code} आपका CarQR कोड है`,
    heading: 'साइन इन करने का कोड',
    paragraphs: ['यह कोड ऐप में डालें:'],
    code,
    note: `यह कोड ${minutes} मिनट तक चलेगा। इसे किसी को न बताएँ; हम इसे कभी नहीं पूछते। अगर आपने इसे नहीं माँगा, तो इस ई-मेल को अनदेखा करें।`,
  }),

  scanAlert: (alert) => ({
    subject: alertSubject(alert),
    heading: alertHeading(alert),
    paragraphs: [alertText(alert)],
    entries: alert.scans.map((scan) => toEntry(SCAN_WORDS, scan)),
    note: 'जवाब तभी दें जब आपको ठीक लगे। CarQR कभी कोड, पासवर्ड या पैसे नहीं माँगता।',
  }),

  premiumReceipt: ({ amount, planDuration, paidAt, premiumUntil, orderId, paymentId, seller }) => ({
    subject: `रसीद: CarQR Premium के लिए ${amount}`,
    heading: 'भुगतान के लिए धन्यवाद',
    paragraphs: ['CarQR Premium चालू है। आपके भुगतान का विवरण:'],
    facts: [
      { name: 'प्लान', value: `Premium, ${planDuration} दिन` },
      { name: 'राशि', value: amount },
      { name: 'भुगतान', value: paidAt },
      ...(premiumUntil ? [{ name: 'Premium की अवधि', value: premiumUntil }] : []),
      { name: 'भुगतान संख्या', value: paymentId },
      { name: 'ऑर्डर', value: orderId },
      ...sellerFacts(SELLER_WORDS, seller),
    ],
  }),

  premiumEnding: ({ endsAt }) => ({
    subject: 'आपका CarQR Premium जल्द समाप्त होगा',
    heading: 'Premium जल्द समाप्त होगा',
    paragraphs: [
      `आपका CarQR Premium ${endsAt} को समाप्त होगा।`,
      'आप इसे ऐप में बढ़ा सकते हैं। नया समय बचे हुए समय में जुड़ेगा, इसलिए कुछ नहीं खोएगा।',
      'अपने आप कोई पैसा नहीं कटता। आपका स्टिकर दोनों हाल में चलता रहेगा।',
    ],
  }),

  changes: CHANGES,

  accountChanged: ({ change, at, lockUrl }) => ({
    subject: `${CHANGES[change]} (CarQR)`,
    heading: CHANGES[change],
    paragraphs: ['यह बदलाव आपके CarQR खाते में हुआ है। अगर यह आपने किया है, तो कुछ करने की ज़रूरत नहीं।'],
    facts: [{ name: 'कब', value: at }],
    entries: [
      {
        title: 'यह आपने नहीं किया? अपना खाता वापस लें:',
        facts: [],
        button: { label: 'मेरा खाता वापस लें', url: lockUrl },
        links: [],
      },
    ],
    note: 'यह बटन आपके खाते को हर जगह से साइन आउट करता है, बाद में सेट किया गया पासवर्ड हटाता है, और आपका पुराना फ़ोन नंबर और ई-मेल पता वापस लाता है। यह 7 दिन तक चलेगा। CarQR कभी कोड या पासवर्ड नहीं माँगता।',
  }),

  accountChangedSms: ({ change, lockUrl }) => `CarQR: ${CHANGES[change]}। आपने नहीं किया? खाता वापस लें: ${lockUrl}`,

  newSignIn: ({ at, device }) => ({
    subject: 'आपके CarQR खाते में नया साइन-इन',
    heading: 'नया साइन-इन',
    paragraphs: ['किसी ने आपके खाते में ऐसे डिवाइस से साइन इन किया है जिसे हमने पहले नहीं देखा।'],
    facts: [
      { name: 'कब', value: at },
      { name: 'डिवाइस', value: device },
    ],
    note: 'अगर यह आप थे, तो कुछ करने की ज़रूरत नहीं। अगर नहीं, तो ऐप में “Sessions” के नीचे उस सत्र को समाप्त करें।',
  }),

  device: ({ program, system, model }) => {
    const name = program && (program.kind === 'app' ? 'CarQR ऐप' : program.name);
    const known = name && system ? `${system} पर ${name}` : (name ?? system);
    if (!known) return 'कोई अनजान डिवाइस';
    return model ? `${known} (${model})` : known;
  },
};
