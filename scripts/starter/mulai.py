"""Menyajikan kursus dari folder ini, untuk peramban di komputer ini saja.
Serves the course from this folder, for the browser on this machine only.

Python 3.8 atau lebih baru; tidak ada yang perlu dipasang. / Python 3.8 or newer; nothing to install.
"""

import functools
import hashlib
import http.server
import os
import urllib.request
import webbrowser
from pathlib import Path

SITE = Path(__file__).resolve().parent / "situs"
# A browser keeps a notebook's work by address, port included: with another port each time it would seem lost.
PORT = 8731
MARK = hashlib.sha256(os.fsencode(str(SITE))).hexdigest()


class Pages(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Windows takes these from its registry, where another program may have put text/plain: browsers then refuse them.
    extensions_map = {  # noqa: RUF012 - as in the class above
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".css": "text/css",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
        ".ipynb": "application/json",
    }

    def log_message(self, format, *args):
        """Say nothing: the address must stay in sight."""

    def send_head(self):
        # All files of the stick have the same date: a browser that asks "newer than yours?" would keep an old edition.
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Tutor-Sebaya", MARK)
        super().end_headers()


class Server(http.server.ThreadingHTTPServer):
    # On Windows this would let two servers listen on one port.
    allow_reuse_address = os.name != "nt"
    daemon_threads = True


def runs_already(address):
    """Whether this very folder is being served there, because somebody clicked twice."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(urllib.request.Request(address, method="HEAD"), timeout=3) as answer:
            return answer.headers.get("X-Tutor-Sebaya") == MARK
    except (OSError, ValueError):
        return False


def main():
    if not (SITE / "index.html").exists():
        print("Folder 'situs' tidak ada di samping berkas ini. Ekstrak (unzip) seluruh berkas zip, lalu ulangi.")
        print("There is no folder 'situs' beside this file. Extract the whole zip file and try again.")
        return 1
    pages = functools.partial(Pages, directory=str(SITE))
    address = "http://127.0.0.1:{}/"
    try:
        server = Server(("127.0.0.1", PORT), pages)
    except OSError:
        if runs_already(address.format(PORT)):
            print("Kursus sudah terbuka. / The course is open already: " + address.format(PORT))
            webbrowser.open(address.format(PORT))
            return 0
        server = Server(("127.0.0.1", 0), pages)
        print("Catatan: alamat yang biasa sedang dipakai program lain. Pekerjaan yang tersimpan di sana tidak tampak.")
        print("Note: another program uses the usual address. Work that was kept there isn't shown.")
    address = address.format(server.server_port)
    print()
    print("  Tutor Sebaya: " + address)
    print()
    print("  Biarkan jendela ini terbuka. Untuk berhenti: tutup jendela ini, atau tekan Ctrl+C.")
    print("  Keep this window open. To stop: close this window, or press Ctrl+C.", flush=True)
    webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
