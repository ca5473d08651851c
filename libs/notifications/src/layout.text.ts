/** The layout of a mail's text: a line each, so that screen readers and watches read it well. */
export const TEXT_LAYOUT = `{{heading}}

{{greeting}}

{{#each paragraphs}}
{{this}}

{{/each}}
{{#if code}}
    {{code}}

{{/if}}
{{#each entries}}
{{title}}
{{#each facts}}
{{name}}: {{value}}
{{/each}}
{{#if button}}
{{button.label}}: {{button.url}}
{{/if}}
{{#if quote}}
"{{quote}}"
{{/if}}
{{#each links}}
{{label}}: {{url}}
{{/each}}

{{/each}}
{{#each facts}}
{{name}}: {{value}}
{{/each}}

{{#if note}}
{{note}}

{{/if}}
--
{{frame.footer}}
{{#if unsubscribeUrl}}
{{frame.unsubscribe}}: {{unsubscribeUrl}}
{{/if}}
`;
