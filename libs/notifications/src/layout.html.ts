/**
 * The layout of a mail's HTML: tables and inline styles, which is what mail programs understand. One column that fits a
 * telephone: names stand above their values, and beside them where there is room. The style sheet is only for programs that know dark mode; those that turn colours round by themselves find
 * enough contrast both ways.
 */
export const HTML_LAYOUT = `<!doctype html>
<html lang="{{frame.language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>{{subject}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #14161c !important; }
  .card { background: #1f222b !important; }
  .ink, .ink a { color: #f2f3f7 !important; }
  .soft { color: #b4b9c6 !important; }
  .box { background: #2a2e39 !important; border-color: #454b5a !important; }
  .link { color: #9db4ff !important; }
  .button { background: #4667d8 !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f8;-webkit-text-size-adjust:100%">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f8">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Devanagari',Arial,sans-serif;font-size:16px;line-height:1.55">
<tr><td style="padding:18px 20px;background:#1f3a93;border-radius:14px 14px 0 0;color:#ffffff;font-size:20px;font-weight:700;letter-spacing:.02em">CarQR</td></tr>
<tr><td class="card ink" style="padding:26px 20px 22px;background:#ffffff;color:#16181d;border-radius:0 0 14px 14px;overflow-wrap:anywhere;word-break:break-word">
<h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#16181d">{{heading}}</h1>
<p style="margin:0 0 14px">{{greeting}}</p>
{{#each paragraphs}}<p style="margin:0 0 14px">{{this}}</p>
{{/each}}
{{#if code}}<p class="box ink" style="margin:20px 0;padding:16px;background:#eef1fb;border:1px solid #c9d2f0;border-radius:10px;color:#16181d;font:700 32px/1.2 ui-monospace,'Roboto Mono',Consolas,monospace;letter-spacing:.22em;text-align:center">{{code}}</p>
{{/if}}
{{#each entries}}<table role="presentation" class="box" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px;background:#f6f7fb;border:1px solid #d8dce8;border-radius:10px">
<tr><td class="ink" style="padding:14px;color:#16181d">
<p style="margin:0 0 8px;font-weight:700">{{title}}</p>
{{#each facts}}<p style="margin:0 0 4px"><span class="soft label" style="color:#565c6b">{{name}}:</span> {{value}}</p>
{{/each}}
{{#if button}}<a class="button" href="{{button.url}}" style="display:block;margin:14px 0 8px;padding:12px 16px;background:#1f3a93;border-radius:10px;color:#ffffff;font-size:18px;font-weight:700;text-align:center;text-decoration:none">{{button.label}}</a>{{/if}}
{{#if quote}}<blockquote style="margin:12px 0 8px;padding:2px 0 2px 12px;border-left:4px solid #6f86d6;white-space:pre-line">{{quote}}</blockquote>
{{/if}}
<p style="margin:0">{{#each links}}<a class="link" href="{{url}}" style="display:inline-block;margin:4px 16px 4px 0;padding:6px 0;color:#1f3a93">{{label}}</a>{{/each}}</p>
</td></tr></table>
{{/each}}
{{#if facts}}<table role="presentation" class="box" width="100%" cellpadding="0" cellspacing="0" style="margin:4px 0 16px;background:#f6f7fb;border:1px solid #d8dce8;border-radius:10px">
<tr><td style="padding:6px 14px;font-size:15px">
{{#each facts}}<div class="ink" style="padding:5px 0;color:#16181d"><div class="soft label" style="display:inline-block;width:100%;max-width:150px;color:#565c6b;vertical-align:top">{{name}}</div><div style="display:inline-block;width:100%;max-width:330px;font-weight:600;vertical-align:top;white-space:pre-line">{{value}}</div></div>
{{/each}}</td></tr></table>
{{/if}}
{{#if note}}<p class="soft" style="margin:18px 0 0;color:#565c6b;font-size:14px">{{note}}</p>
{{/if}}
</td></tr>
<tr><td class="soft" style="padding:18px 20px;color:#565c6b;font-size:13px">{{frame.footer}}{{#if unsubscribeUrl}}<br><a class="link" href="{{unsubscribeUrl}}" style="color:#1f3a93">{{frame.unsubscribe}}</a>{{/if}}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
