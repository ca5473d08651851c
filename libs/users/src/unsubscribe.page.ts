import { preferredLanguage, renderPlainPage } from '@app/http';
import { DEFAULT_LANGUAGE, LANGUAGES } from './user.entity.js';

type State = 'question' | 'done' | 'unknown';

interface Words {
  heading: string;
  text: string;
}

const ENGLISH: Record<State, Words> & { button: string } = {
  question: {
    heading: 'No more mails about scans?',
    text: 'You will find every scan in the app all the same, and you can have the mails back there at any time.',
  },
  done: { heading: 'Done', text: 'We send you no more mails about scans. You can have them back in the app.' },
  unknown: {
    heading: 'This link is not complete',
    text: 'Please open it from the mail again, or turn the mails off in the app.',
  },
  button: 'No more mails about scans',
};

const HINDI: typeof ENGLISH = {
  question: {
    heading: 'स्कैन के बारे में ई-मेल बंद करें?',
    text: 'हर स्कैन ऐप में फिर भी दिखेगा, और आप वहाँ ई-मेल कभी भी फिर से चालू कर सकते हैं।',
  },
  done: { heading: 'हो गया', text: 'अब हम स्कैन के बारे में ई-मेल नहीं भेजेंगे। आप ऐप में इन्हें फिर चालू कर सकते हैं।' },
  unknown: { heading: 'यह लिंक पूरा नहीं है', text: 'कृपया इसे ई-मेल से फिर खोलें, या ऐप में ई-मेल बंद करें।' },
  button: 'स्कैन के बारे में ई-मेल बंद करें',
};

/** In the language that the browser asks for first. Nothing in it comes from the request. */
export function renderUnsubscribePage(state: State, languages = ''): string {
  const language = preferredLanguage(languages, LANGUAGES) ?? DEFAULT_LANGUAGE;
  const { button, ...states } = language === 'hi' ? HINDI : ENGLISH;
  const { heading, text } = states[state];
  return renderPlainPage({ language, heading, paragraphs: [text], button: state === 'question' ? button : undefined });
}
