"""The API against pgbench in the same run: the same SQL functions, the same row-level security, the same database.

One request of the API is one transaction script of pgbench: a list is one call of `entries_page`, a start or stop is
`log_look` and `log_append`. The client is wrk. Both sides run in turns.
"""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.api_stage import ACTIVE, ApiStage, api_stage, unlimited
from tests.bench.measuring import Plan, say
from tests.bench.table import Row, compared
from tests.server.process import serving

CLIENTS = 16
LEAST = 0.35
"""Requests a second over pgbench's transactions (design section 8)."""

FLAT_MOST = 1.5
P99 = 0.99
_LIST = "select * from entries_page(E'{proof}', null, null, null, null, 51, false);\n"
_WRITE = "select log_look(E'{proof}', null, null, null, true, null, null);\nselect bench_append(E'{proof}');\n"
_WRK = """
local tokens = {{{tokens}}}
local sent = {begin}
function request()
  local path = "{path}"
  sent = sent + 1
  local token = tokens[(sent - 1) % #tokens + 1]
  if path == "" then
    path = (math.floor((sent - 1) / #tokens) % 2 == 0) and "/api/sessions/start" or "/api/sessions/stop"
  end
  local head = {{["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"}}
  return wrk.format("{method}", path, head, {body})
end
function done(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("\\nFOUND %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99), bad))
end
"""


@dataclass(frozen=True)
class Pace:
    """How fast something went.

    Attributes:
        per_s: requests or transactions a second.
        p99_ms: 99 of 100 took no longer.
    """

    per_s: float
    p99_ms: float


def rows(plan: Plan) -> list[Row]:
    """The lines of the table."""
    found: list[Row] = []
    with api_stage(plan.api_events) as stage:
        pgbench = _pgbench_scripts(stage)
        for workers in (1, 2):
            with serving(unlimited(stage.settings, workers), stage.folder) as server:
                for what, kind in (("list of the last 50", "list"), ("start or stop", "write")):
                    say(f"  {what}, {workers} of {CLIENTS} ...")
                    ours, limit = _in_turns(
                        lambda kind=kind, url=server.url: _wrk(stage, kind, url, plan.api_s),
                        lambda kind=kind: _pgbench(stage, pgbench[kind], plan.api_s),
                        plan.api_rounds,
                    )
                    found += _compared(f"{what}, {workers} worker{'s' * (workers > 1)}", ours, limit, workers)
    return found


def growth_rows(plan: Plan) -> list[Row]:
    """The slowest of a hundred with ten times as many events in the tables, beside each other and in turns."""
    found: list[Row] = []
    with (
        api_stage(plan.api_events) as small,
        api_stage(10 * plan.api_events) as large,
        serving(unlimited(small.settings, 1), small.folder) as one,
        serving(unlimited(large.settings, 1), large.folder) as other,
    ):
        for what, kind in (("list of the last 50", "list"), ("start or stop", "write")):
            say(f"  {what} ...")
            ours, limit = _in_turns(
                lambda kind=kind: _wrk(large, kind, other.url, plan.api_s),
                lambda kind=kind: _wrk(small, kind, one.url, plan.api_s),
                plan.api_rounds,
            )
            tails = [[pace.p99_ms for pace in paces] for paces in (ours, limit)]
            against = f"with {plan.api_events:,}"
            label = f"API: {what}, p99 with {10 * plan.api_events:,} events"
            found.append(compared(label, tails[0], tails[1], "ms", against, FLAT_MOST))
            speeds = [[pace.per_s for pace in paces] for paces in (ours, limit)]
            label = f"API: {what} with {10 * plan.api_events:,} events"
            found.append(Row(label, median(speeds[0]), median(speeds[1]), "/s", against=against))
    return found


def _compared(what: str, ours: Sequence[Pace], limit: Sequence[Pace], workers: int) -> list[Row]:
    least = LEAST if workers == 1 else None
    against = "pgbench, same functions"
    speeds = Row(
        f"API: {what}",
        median(pace.per_s for pace in ours),
        median(pace.per_s for pace in limit),
        "/s",
        least=least,
        against=against,
    )
    tails = Row(
        f"API: {what}, p99",
        median(pace.p99_ms for pace in ours),
        median(pace.p99_ms for pace in limit),
        "ms",
        against=against,
    )
    return [speeds, tails]


def _in_turns(ours: Callable[[], Pace], limit: Callable[[], Pace], rounds: int) -> tuple[list[Pace], list[Pace]]:
    ours(), limit()  # everything is read once, and every statement prepared
    found = [(ours(), limit()) for _ in range(rounds)]
    return [one for one, _ in found], [other for _, other in found]


def _wrk(stage: ApiStage, kind: str, url: str, length_s: float) -> Pace:
    tokens = ", ".join(f'"{token}"' for token in stage.tokens)
    listing = kind == "list"
    script = stage.folder / f"{kind}.lua"
    script.write_text(
        _WRK.format(
            tokens=tokens,
            begin=0,
            path="/api/sessions" if listing else "",
            method="GET" if listing else "POST",
            body="nil" if listing else '"{}"',
        )
    )
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{length_s:.0f}s", "-s", script, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in said.splitlines() if line.startswith("FOUND ")]
    requests, duration_us, p99_us, bad = map(int, line.split()[1:])
    # A stop of what a run before left stopped is refused; hardly any is.
    assert bad <= max(2 * ACTIVE, requests // 20), said
    return Pace(requests / duration_us * 1e6, p99_us / 1e3)


def _pgbench_scripts(stage: ApiStage) -> dict[str, list[Path]]:
    made: dict[str, list[Path]] = {"list": [], "write": []}
    for number, proof in enumerate(stage.proofs):
        for kind, text in (("list", _LIST), ("write", _WRITE)):
            path = stage.folder / f"{kind}-{number}.sql"
            path.write_text(text.format(proof=proof.replace(":", "\\x3a")))  # a colon begins a variable of pgbench's
            made[kind].append(path)
    return made


def _pgbench(stage: ApiStage, scripts: Sequence[Path], length_s: float) -> Pace:
    prefix = stage.folder / "pgbench"
    command = [stage.cluster.binaries / "pgbench", "-n", "-M", "prepared", f"-c{CLIENTS}", "-j1", f"-T{length_s:.0f}"]
    command += ["-l", f"--log-prefix={prefix}", *(f"-f{path}" for path in scripts)]
    address = stage.settings.database_url.get_secret_value()
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in said.splitlines() if line.startswith("tps = ")]
    latencies: list[int] = []
    for path in stage.folder.glob("pgbench.*"):
        latencies += [int(line.split()[2]) for line in path.read_text().splitlines()]
        path.unlink()
    return Pace(float(line.split()[2]), sorted(latencies)[int(len(latencies) * P99)] / 1e3)
