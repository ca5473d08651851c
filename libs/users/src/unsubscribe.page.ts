import { preferredLanguage } from '@app/http';
import { LANGUAGES } from './user.entity.js';

const STYLE = `
:root{color-scheme:light dark;font:18px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Devanagari",sans-serif}
body{margin:0;padding:2.5rem 1.1rem}
main{max-width:30rem;margin:0 auto}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .8rem}
button{width:100%;min-height:3.4rem;margin:1.2rem 0;padding:.7rem 1rem;border:0;border-radius:14px;background:#1f3a93;color:#fff;font:inherit;font-weight:700;cursor:pointer}
:focus-visible{outline:4px solid #ffb300;outline-offset:2px}`;

/** Nothing is loaded, and the form is sent nowhere but to us. */
export const UNSUBSCRIBE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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

/** A page without a script, in the language that the browser asks for first. Nothing in it comes from the request. */
export function renderUnsubscribePage(state: State, languages = ''): string {
  const isHindi = preferredLanguage(languages, LANGUAGES) === 'hi';
  const words = isHindi ? HINDI : ENGLISH;
  const { heading, text } = words[state];
  const form = state === 'question' ? `<form method="post"><button>${words.button}</button></form>` : '';
  return `<!doctype html>
<html lang="${isHindi ? 'hi' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body><main>
<h1>${heading}</h1>
<p>${text}</p>
${form}
</main></body>
</html>`;
}
