/** The load generator, in a process of its own. Takes one job at a time from its parent and answers with the figures. */
import autocannon from 'autocannon';
import { accessTokens } from './people.mjs';
import { MIX, ROUTES } from './routes.mjs';

const SAMPLE_MS = 100;
/** An answer that takes longer is a defect, and not load. */
const TIMEOUT_SECONDS = 2;

const tokens = accessTokens(process.env.JWT_SECRET);
let lastNumber = 0;

process.on('message', (job) => {
  run(job).then(
    (figures) => process.send({ figures }),
    (error) => process.send({ problem: error.message }),
  );
});

/**
 * @param route a key of ROUTES, or `mix`
 * @param isBare whether the server asked is the bare one
 * @param connections how many requests are under way at the same time
 * @param perSecond how many are sent in a second; as many as are answered, when absent
 */
async function run({ url, route, isBare = false, seconds, connections, perSecond }) {
  const routes = (route === 'mix' ? MIX : [route]).map((name) => {
    const { request, bareRequest = request } = ROUTES[name];
    return { ...ROUTES[name], request: isBare ? bareRequest : request };
  });
  const { preparation, maxRequests = Infinity } = routes[0];
  if (preparation) await fire({ url, connections, amount: preparation }, routes);
  const { result, count } = await fire(
    { url, connections, duration: seconds, sampleInt: SAMPLE_MS, overallRate: perSecond },
    routes,
  );
  if (count > maxRequests) throw new Error(`The data is enough for ${maxRequests} requests: run with fewer --seconds.`);
  return {
    requests: result['2xx'],
    refused: result.non2xx,
    failed: result.errors + result.timeouts,
    perSecond: result['2xx'] / result.duration,
    p99Ms: result.latency.p99,
  };
}

async function fire(options, routes) {
  let count = 0;
  const setupRequest = (defaults) => {
    const route = routes[count % routes.length];
    const request = route.request(++lastNumber, count, tokens);
    count += 1;
    return { ...defaults, ...request };
  };
  const result = await autocannon({ ...options, timeout: TIMEOUT_SECONDS, requests: [{ setupRequest }] });
  return { result, count };
}
