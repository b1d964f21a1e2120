import { createHash } from 'node:crypto';

/**
 * Checks every limit of a call, and counts it in all of them or in none: one step for Redis, and one round trip. The same
 * windows as `SlidingCount`, by Redis's clock. Quotas are whole numbers that end with their period.
 *
 * KEYS: one per limit. ARGV, four per limit: `window` | `quota`, calls that are let through, milliseconds of a slot |
 * epoch milliseconds of the period's end, slots of the window | calls known when Redis knows of none.
 * Answers with: 1 when the call is refused, then two numbers per limit: calls left, milliseconds until it gives way.
 */
export const TAKE_LIMITS = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local text = function(number) return string.format('%.0f', number) end
local refused, used, wait, slots = 0, {}, {}, {}

for index, key in ipairs(KEYS) do
  local at = (index - 1) * 4
  local kind, limit = ARGV[at + 1], tonumber(ARGV[at + 2])
  local size, length = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local count = 0
  if kind == 'window' then
    local newest = math.floor(now / size)
    local living, gone = {}, {}
    local fields = redis.call('HGETALL', key)
    for field = 1, #fields, 2 do
      local slot, calls = tonumber(fields[field]), tonumber(fields[field + 1])
      if slot < newest - length then gone[#gone + 1] = fields[field]
      else
        living[#living + 1] = { slot, calls }
        count = count + calls
      end
    end
    if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
    slots[index] = newest
    table.sort(living, function(one, other) return one[1] < other[1] end)
    local left = count
    local free = math.min(limit, math.max(count, 1))
    for _, entry in ipairs(living) do
      left = left - entry[2]
      if left < free then
        wait[index] = (entry[1] + length + 1) * size - now
        break
      end
    end
    wait[index] = wait[index] or (newest + length + 1) * size - now
  else
    count = tonumber(redis.call('GET', key) or length)
    wait[index] = math.max(0, size - now)
  end
  used[index] = count
  if count >= limit then refused = 1 end
end

local answer = { refused }
for index, key in ipairs(KEYS) do
  local at = (index - 1) * 4
  local limit, size, length = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  if refused == 0 then
    used[index] = used[index] + 1
    if ARGV[at + 1] == 'window' then
      redis.call('HINCRBY', key, text(slots[index]), 1)
      redis.call('PEXPIRE', key, text((length + 2) * size))
    else
      redis.call('SET', key, text(used[index]), 'PX', text(math.max(1, size - now)))
    end
  end
  answer[#answer + 1] = math.max(0, limit - used[index])
  answer[#answer + 1] = wait[index]
end
return answer
`;

export const TAKE_LIMITS_SHA = createHash('sha1').update(TAKE_LIMITS).digest('hex');
