import { Html, html, styleSource } from '@app/http';
import type { OrderEntity } from './razorpay-entities.js';
import type { CheckoutResult } from './simulator.js';

const STYLE = `
*{box-sizing:border-box}
:root{color-scheme:light dark;font:17px/1.5 system-ui,sans-serif}
body{max-width:30rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem}
.amount{font-size:2.4rem;font-weight:700;margin:.5rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem}
dt{color:GrayText}dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace;font-size:.9rem}
label{display:flex;gap:.6rem;align-items:center;min-height:2.8rem}
button{width:100%;min-height:3rem;margin:.4rem 0;font:inherit;font-weight:600;border:2px solid #1f3a93;border-radius:10px;
background:#1f3a93;color:#fff;cursor:pointer}
button.plain{background:transparent;color:inherit}
.note{color:GrayText;font-size:.9rem}`;

const STYLE_MARKUP = new Html(STYLE);

export const CHECKOUT_POLICY = `default-src 'none'; style-src ${styleSource(STYLE)}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** The checkout page of the simulator; works without JavaScript. */
export function renderCheckout(order: OrderEntity): string {
  return page(
    'Simulated checkout',
    html`
      <p class="amount">${formatAmount(order.amount, order.currency)}</p>
      ${facts([
        ['Order', order.id],
        ['Receipt', order.receipt],
        ['Status', order.status],
      ])}
      <form method="post" action="checkout.html">
        <input type="hidden" name="orderId" value="${order.id}" />
        <label><input type="checkbox" name="webhook" value="true" checked />Send the webhook</label>
        <button name="outcome" value="captured">Pay</button>
        <button name="outcome" value="failed" class="plain">Fail</button>
      </form>
    `,
  );
}

/** Shows what the checkout returns to the app for `verify`. */
export function renderCheckoutResult(result: CheckoutResult): string {
  const isPaid = result.signature !== '';
  return page(
    isPaid ? 'Paid' : 'Failed',
    html`
      <p>${isPaid ? 'The app would now send this to verify:' : 'The checkout would report a failure to the app.'}</p>
      ${facts([
        ['paymentId', result.paymentId],
        ['orderId', result.orderId],
        ['signature', result.signature || null],
      ])}
      <p><a href="checkout.html?order_id=${encodeURIComponent(result.orderId)}">Back to the order</a></p>
    `,
  );
}

function facts(pairs: readonly (readonly [name: string, value: string | null | false])[]): Html {
  return html`<dl>${pairs.map(([name, value]) => value && html`<dt>${name}</dt><dd id="${name}">${value}</dd>`)}</dl>`;
}

function page(title: string, content: Html): string {
  // The policy allows this style by its hash, so the markup must not add white space.
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE_MARKUP}</style>
</head>
<body>
<h1>${title}</h1>
${content}
<p class="note">This is the payment simulator. No money is charged.</p>
</body>
</html>`.text;
}

function formatAmount(amount: number, currency: string): string {
  return new Intl.NumberFormat('en-IN', { style: 'currency', currency }).format(amount / 100);
}
