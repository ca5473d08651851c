/** The pages' only style sheet, inline so that one request shows everything. Large and dark on light, for sunlight. */
export const STYLE = `
*{box-sizing:border-box}
:root{color-scheme:light;--ink:#111;--paper:#fff;--soft:#f3f4f8;--line:#6b7280;--accent:#1f3a93;--on:#fff;--radius:14px;
--bad:#b00020;font:18px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Devanagari",sans-serif}
body{margin:0;background:var(--soft);color:var(--ink);overflow-wrap:anywhere}
main{max-width:34rem;margin:0 auto;background:var(--paper);min-height:100vh;padding:0 1.1rem 2.5rem;overflow-x:clip}
header{margin:0 -1.1rem 1.2rem;padding:1.3rem 1.1rem;background:var(--accent);color:var(--on)}
h1{font-size:1.45rem;line-height:1.25;margin:0}
h2{font-size:1.05rem;margin:1.3rem 0 .3rem}
p{margin:.5rem 0}
.plate{display:inline-block;margin:.9rem 0 .3rem;padding:.15rem .8rem;border:3px solid #111;border-radius:8px;background:#fff;color:#111;
font:700 1.5rem/1.4 ui-monospace,"Roboto Mono",monospace;letter-spacing:.08em}
.model{margin:0;font-weight:600}
blockquote{margin:.5rem 0 1rem;padding:.8rem 1rem;background:var(--soft);border-left:6px solid var(--accent);border-radius:6px;white-space:pre-line}
.lines{white-space:pre-line}
dl{margin:1rem 0}
blockquote,dl{max-height:21rem;overflow:auto}
dt{font-weight:600;font-size:.9rem}dd{margin:0 0 .6rem}
label,legend{display:block;font-weight:600;margin:1.1rem 0 .3rem;padding:0}
label small,.hint{font-weight:400;color:#444}
.hint{margin:0 0 .3rem;font-size:.9rem}
input[type=tel],input[type=email],input[type=text],textarea{width:100%;min-height:3.1rem;padding:.65rem .8rem;font:inherit;color:inherit;background:#fff;
border:2px solid var(--line);border-radius:10px}
textarea{min-height:5.5rem;resize:vertical}
fieldset{border:0;margin:1.1rem 0 0;padding:0;min-width:0}
.choices{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.6rem,1fr));gap:.5rem}
.choices label{display:flex;align-items:center;gap:.45rem;margin:0;padding:.5rem .45rem;overflow-wrap:break-word;min-height:3.2rem;font-size:.95rem;font-weight:400;line-height:1.25;
border:2px solid var(--line);border-radius:10px}
.choices input{width:1.3rem;height:1.3rem;margin:0;flex:none;accent-color:var(--accent)}
.choices label:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);font-weight:600}
[aria-invalid=true]{border-color:var(--bad)!important}
.problem{margin:.3rem 0 0;color:var(--bad);font-weight:600}
.alert{margin:1rem 0;padding:.8rem 1rem;border:2px solid var(--bad);border-radius:10px;color:var(--bad);font-weight:600}
.alert p{margin:0}.alert ul{margin:.3rem 0 0;padding-left:1.1rem}.alert a{color:inherit}
.consent{margin:1.2rem 0;font-size:.95rem;color:#333}
button,.button{display:block;width:100%;min-height:3.4rem;margin:.7rem 0;padding:.75rem 1rem;border:2px solid var(--accent);border-radius:var(--radius);
background:var(--accent);color:var(--on);font-family:inherit;font-size:1.15rem;font-weight:700;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer}
.button.plain{background:var(--paper)}
.button span{display:block;font-weight:400;font-size:1rem}
a{color:var(--accent)}a.button{color:var(--on)}a.plain{color:var(--accent)}
footer{display:flex;flex-wrap:wrap;gap:0 1.5rem;margin-top:1.5rem;border-top:1px solid var(--line)}footer a{padding:.7rem 0}
:focus-visible{outline:4px solid #ffb300;outline-offset:2px}
.classic{--accent:#5b2a17;--soft:#f7f1e3;--paper:#fffdf7;--radius:4px;--line:#8a7a66;font-family:Georgia,"Noto Serif","Noto Serif Devanagari",serif}
.classic header{border-bottom:6px double #e0c48a}
.minimal{--accent:#000;--soft:#fff;--radius:0}
.minimal header{background:#fff;color:#000;border-bottom:3px solid #000}
.minimal blockquote{border:2px solid #000;border-radius:0}
@media (prefers-reduced-motion:no-preference){button,.button{transition:filter .15s}button:active,.button:active{filter:brightness(.85)}}
`;
