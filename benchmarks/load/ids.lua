-- wrk script: GET requests over ids drawn from a file, « path TAB token » a line, a part of the file for each thread.
local lines, threads = {}, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  math.randomseed(1 + number)
  for line in io.lines(args[1]) do
    local path, token = line:match("^([^\t]+)\t(.+)$")
    lines[#lines + 1] = wrk.format("GET", path, { Authorization = "Bearer " .. token })
  end
end

function request()
  return lines[math.random(#lines)]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"per_second":%.0f,"p50_ms":%.2f,"p90_ms":%.2f,"p99_ms":%.2f,"max_ms":%.2f,"status_errors":%d,"socket_errors":%d}\n',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(90) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
