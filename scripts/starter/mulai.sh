#!/bin/sh
# Membuka kursus di peramban. / Opens the course in the browser.
cd -- "$(dirname -- "$0")" || exit 1

for python in python3 python; do
  path=$(command -v "$python") || continue
  # Without Apple's developer tools this one is no Python, it only offers to install them.
  if [ "$path" = /usr/bin/python3 ] && [ "$(uname)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1; then continue; fi
  if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then exec "$path" mulai.py; fi
done

echo 'Python 3.8 atau lebih baru tidak ditemukan. Buku dibuka untuk dibaca; lihat BACA-DULU.html.'
echo 'Python 3.8 or newer was not found. The book opens for reading; see BACA-DULU.html.'
if [ "$(uname)" = Darwin ]; then exec open situs/index.html; fi
exec xdg-open situs/index.html
