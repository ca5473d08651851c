/** Sets the new value while the key still holds the expected one. ARGV: expected, new, time to live in ms. */
const REPLACE_IF = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** Deletes the key while it still holds the expected value. ARGV: expected. */
const DELETE_IF = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** Increments, and sets the time to live with the first increment only. ARGV: time to live in ms. */
const COUNT_UP = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

/**
 * One hit against all limits of a subject.
 *
 * KEYS: for each limit the list of its accepted hits, newest first; then the dedupe key, if there is one.
 * ARGV: now, the dedupe time, how much longer than needed Redis keeps a key; then for each limit its max and window.
 * Times are milliseconds of the caller's clock. Returns { 0, index of the exceeded limit, wait },
 * { 1, remaining, reset, now } when the hit was counted, and { 2, remaining, reset, now } for a repeat.
 *
 * Timestamps never decrease: a hit from a caller whose clock is behind gets the previous hit's timestamp, so that no
 * wait exceeds a window.
 *
 * A hit enters and leaves its list once, so the cost does not grow with the limit.
 */
const TAKE_HIT = `
local now, onceMs, slackMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local limits = (#ARGV - 3) / 2
local onceKey = KEYS[limits + 1]

for i = 1, limits do
  local newest = redis.call('LINDEX', KEYS[i], 0)
  if newest and tonumber(newest) > now then now = tonumber(newest) end
end
local moment = string.format('%.0f', now)

local function look(i)
  local limit = { key = KEYS[i], max = tonumber(ARGV[2 * i + 2]), windowMs = tonumber(ARGV[2 * i + 3]) }
  local oldest = redis.call('LINDEX', limit.key, -1)
  while oldest and tonumber(oldest) <= now - limit.windowMs do
    redis.call('RPOP', limit.key)
    oldest = redis.call('LINDEX', limit.key, -1)
  end
  limit.count = redis.call('LLEN', limit.key)
  return limit
end

local function untilRoom(limit)
  if limit.max <= 0 then return math.max(1, limit.windowMs) end
  if limit.count == 0 then return 0 end
  local leaving = redis.call('LINDEX', limit.key, math.min(limit.count, limit.max) - 1)
  return tonumber(leaving) + limit.windowMs - now
end

local isRepeat = false
if onceKey then
  local acceptedAt = redis.call('GET', onceKey)
  isRepeat = acceptedAt and tonumber(acceptedAt) > now - onceMs
end

local states, refusing, wait = {}, nil, 0
for i = 1, limits do
  states[i] = look(i)
  if not isRepeat and states[i].count >= states[i].max then
    local needed = untilRoom(states[i])
    if needed > wait then refusing, wait = i, needed end
  end
end
if refusing then return { 0, refusing - 1, wait } end

if not isRepeat then
  for i = 1, limits do
    local limit = states[i]
    limit.count = redis.call('LPUSH', limit.key, moment)
    redis.call('PEXPIRE', limit.key, limit.windowMs + slackMs)
  end
  if onceKey then redis.call('SET', onceKey, moment, 'PX', onceMs + slackMs) end
end

local remaining, reset
for i = 1, limits do
  local left, untilMore = math.max(0, states[i].max - states[i].count), untilRoom(states[i])
  if not remaining or left < remaining or (left == remaining and untilMore > reset) then
    remaining, reset = left, untilMore
  end
end
return { isRepeat and 2 or 1, remaining or 0, reset or 0, now }`;

/** Refunds one hit in all limits. KEYS: their lists. ARGV: when the hit was counted. Redis deletes empty lists itself. */
const GIVE_HIT_BACK = `
for i = 1, #KEYS do redis.call('LREM', KEYS[i], 1, ARGV[1]) end`;

/** Sent in full once per connection, then by hash. */
export const SCRIPTS = {
  replaceIf: { lua: REPLACE_IF, numberOfKeys: 1 },
  deleteIf: { lua: DELETE_IF, numberOfKeys: 1 },
  countUp: { lua: COUNT_UP, numberOfKeys: 1 },
  takeHit: { lua: TAKE_HIT },
  giveHitBack: { lua: GIVE_HIT_BACK },
};

/** The scripts as methods, which ioredis adds to its clients without telling TypeScript. */
export interface ScriptCommands {
  replaceIf(key: string, expected: string, value: string, ttlMs: number): Promise<0 | 1>;
  deleteIf(key: string, expected: string): Promise<0 | 1>;
  countUp(key: string, ttlMs: number): Promise<number>;
  takeHit(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<[0 | 1 | 2, number, number, number]>;
  giveHitBack(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<null>;
}
