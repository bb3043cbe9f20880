"""Living planners: bytes and seconds to the first view and to a living planner, first and second time, two networks.

    python benchmarks/bench_live.py [--rounds 3] [--page perencana]

Builds a small site (tests/live.py), serves it compressed as a host of pages does, and prints a table of medians. Slow
4G has the figures of Chromium's profile (1.6 Mbit/s, 562.5 ms until an answer, nine tenths of the rate). The server
keeps to them, because Chromium's own emulation leaves web workers and service workers at full speed. The first time is
a new browser profile, the second time the same page loaded again. Aims: readable in under 2 s on slow 4G; living in
under 10 s the first time at full speed and under 4 s from the cache on two cores; under 12 MB compressed. On a busy
machine the seconds are the machine's: run it alone.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts"), str(ROOT)]

from live import CHAPTER, LONG, PREFIX, alive, chromium, engine, small_site  # noqa: E402


@dataclass
class Line:
    """A line to the reader, shared by all requests. latency: seconds until an answer. rate: bytes a second, or any."""

    latency: float = 0.0
    rate: float | None = None
    free: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, size: int) -> None:
        """Wait until so many bytes are through."""
        if self.rate is None:
            return
        with self.lock:
            self.free = max(self.free, time.monotonic()) + size / self.rate
            until = self.free
        time.sleep(max(0.0, until - time.monotonic()))


NETWORKS = {"full speed": Line(), "slow 4G": Line(0.5625, 0.9 * 1.6e6 / 8)}
PACKED = (".whl", ".zip", ".woff2", ".png", ".jpg")


@cache
def compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Sends files compressed, as GitHub Pages does, and counts the bytes."""

    sent = 0
    line = Line()
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        time.sleep(self.line.latency)
        packed = not file.name.endswith(PACKED)
        body = compressed(file) if packed else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        # As GitHub Pages: ten minutes.
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for start in range(0, len(body), 8192):
            piece = body[start : start + 8192]
            self.line.carry(len(piece))
            self.wfile.write(piece)
            Compressing.sent += len(piece)


@contextmanager
def served(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{PREFIX}/"
    finally:
        server.shutdown()


VIEW = "() => (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0) / 1000"
WARM = """async () => {
  const of = async (one) => (await (await caches.open(one)).keys()).map(({ url }) => url);
  return (await Promise.all((await caches.keys()).map(of))).flat().some((one) => one.includes('modules?'));
}"""


def once(context: Any, address: str, page_name: str, first: bool) -> dict[str, float]:
    page = context.new_page()
    Compressing.sent = 0
    page.goto(f"{address}{page_name}.html", wait_until="load")
    page.wait_for_function(VIEW, timeout=LONG)
    view, view_bytes = page.evaluate(VIEW), Compressing.sent
    Compressing.sent = 0
    # The time in the page itself: Playwright's own way to the button isn't the reader's.
    page.evaluate(
        """() => { window.pressed = performance.now();
             document.querySelector('.show-form button').click();
             document.addEventListener('focusin', (one) => {
               if (one.target.matches('.live-form')) window.living ??= performance.now() - window.pressed; }); }"""
    )
    alive(page.locator("main"))
    living = page.evaluate("window.living") / 1000
    living_bytes = Compressing.sent
    if first:
        # Until what the second start uses is in the cache.
        page.wait_for_function(WARM, timeout=LONG)
    page.close()
    return {"view": view, "view kB": view_bytes / 1e3, "living": living, "living MB": living_bytes / 1e6}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="new browsers for each network; medians are printed")
    parser.add_argument("--page", default=CHAPTER, help="page whose first planner is started")
    parser.add_argument("--site", type=Path, help="a site that tests/live.py built, instead of a new one")
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, page {asked.page}")
    print("| network | time | first view, s | kB | living planner, s | MB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        site = asked.site or small_site(Path(temporary) / "book")
        with served(site) as address, engine() as playwright:
            for name, line in NETWORKS.items():
                Compressing.line = line
                found: dict[str, list[dict[str, float]]] = {"first": [], "second": []}
                for _ in range(asked.rounds if line.rate is None else 1):
                    with chromium(playwright) as context:
                        for which, rounds in found.items():
                            rounds.append(once(context, address, asked.page, which == "first"))
                for which, rounds in found.items():
                    middle = {key: median(one[key] for one in rounds) for key in rounds[0]}
                    print(
                        f"| {name} | {which} | {middle['view']:.1f} | {middle['view kB']:.0f} "
                        f"| {middle['living']:.1f} | {middle['living MB']:.1f} |",
                        flush=True,
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
