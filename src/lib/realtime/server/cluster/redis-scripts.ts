/**
 * What Redis does in one step. An instance has a life for each connection to Redis, and what it says there
 * counts for as long as that life is a member of `greenroom:lives`, a sorted set whose scores are Redis's
 * own times: no two machines' clocks are compared, and there is one answer for everybody.
 */

/** Whose database this Redis serves (rule X5). */
export const DATABASE = 'greenroom:database';

export const LIVES = 'greenroom:lives';

/** The channel on which instances tell each other what concerns the cluster alone. */
export const AMONG_US = 'greenroom:among-us';

/** A hash: life → JSON of who is in this topic there. */
export const peopleOf = (topic: string) => `greenroom:people:${topic}`;

/** A hash: life → how many it holds under this name. */
export const countsOf = (name: string) => `greenroom:counts:${name}`;

/** How long a life lasts after its last heartbeat. */
const LIFE_MS = 8_000;

/** Keys are written again every minute as long as they are needed; this removes those that are not. */
export const KEEP_MS = 180_000;

/** Fields of the living, as a flat list; those of the dead are removed. */
const LIVING_FIELDS = `
local function livingFields(key, lives)
	local fields, living = redis.call('HGETALL', key), {}
	for i = 1, #fields, 2 do
		if redis.call('ZSCORE', lives, fields[i]) then
			living[#living + 1] = fields[i]
			living[#living + 1] = fields[i + 1]
		else
			redis.call('HDEL', key, fields[i])
		end
	end
	return living
end`;

export const scripts = {
	/**
	 * keys: instances; argument: instance.
	 * @returns whether it still counted as living, then all that do
	 */
	beat: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lived = redis.call('ZSCORE', KEYS[1], ARGV[1]) and '1' or '0'
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ${LIFE_MS})
redis.call('PEXPIRE', KEYS[1], ${KEEP_MS})
local living = redis.call('ZRANGE', KEYS[1], 0, -1)
table.insert(living, 1, lived)
return living`,

	/**
	 * keys: people of a topic, lives; arguments: life, JSON of its people or '' to remove it,
	 * what to announce or ''.
	 * @returns the fields of the living
	 */
	put: `${LIVING_FIELDS}
if ARGV[2] == '' then
	redis.call('HDEL', KEYS[1], ARGV[1])
else
	redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
	redis.call('PEXPIRE', KEYS[1], ${KEEP_MS})
end
if ARGV[3] ~= '' then redis.call('PUBLISH', '${AMONG_US}', ARGV[3]) end
return livingFields(KEYS[1], KEYS[2])`,

	/** keys: people of a topic, lives. @returns the fields of the living */
	read: `${LIVING_FIELDS}
return livingFields(KEYS[1], KEYS[2])`,

	/**
	 * keys: counts of a name, lives; arguments: life, most.
	 * @returns 1 where there was room, else 0
	 */
	take: `${LIVING_FIELDS}
local counts, sum = livingFields(KEYS[1], KEYS[2]), 0
for i = 2, #counts, 2 do sum = sum + tonumber(counts[i]) end
if sum >= tonumber(ARGV[2]) then return 0 end
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('PEXPIRE', KEYS[1], ${KEEP_MS})
return 1`,

	/** keys: counts of a name; arguments: life. */
	release: `
if redis.call('HINCRBY', KEYS[1], ARGV[1], -1) <= 0 then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0`,

	/** keys: lives; arguments: life, what to announce or ''. */
	leave: `
redis.call('ZREM', KEYS[1], ARGV[1])
if ARGV[2] ~= '' then redis.call('PUBLISH', '${AMONG_US}', ARGV[2]) end
return 0`
} as const;

export type ScriptName = keyof typeof scripts;
