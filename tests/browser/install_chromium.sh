#!/bin/sh
# Makes sure that the browser tests have a Chromium to drive; does nothing when there is one.
# Debian's own package where it can be had, Playwright's download everywhere else.
set -eu

here=$(dirname "$0")
python=${VENV:-.venv}/bin/python

ready() {
    "$python" -m playwright --version >/dev/null 2>&1 && "$python" "$here/chromium.py" 2>/dev/null
}

system() {
    (. /etc/os-release && echo "${ID:-}") 2>/dev/null || true
}

if ready >/dev/null; then
    exit 0
fi

if [ -n "${CHROMIUM:-}" ] && ! "$CHROMIUM" --version >/dev/null 2>&1; then
    echo "CHROMIUM=$CHROMIUM is not a browser that starts: unset it, or correct it." >&2
    exit 1
fi

if [ "$(id -u)" = 0 ]; then
    as_root=env
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    as_root=
fi

# Playwright's driver needs libatomic, which a bare system lacks. Ubuntu's chromium package only
# fetches a snap, which Playwright cannot drive: there Playwright's own Chromium is taken, below.
if [ -n "$as_root" ] && command -v apt-get >/dev/null; then
    packages=libatomic1
    if $as_root apt-get update -qq </dev/null; then
        if [ "$(system)" = debian ]; then
            # The shell draws the same pages for two thirds of the time, and is smaller.
            browser=chromium-headless-shell
            apt-cache show "$browser" >/dev/null 2>&1 || browser=chromium
            packages="$packages $browser fonts-liberation fonts-dejavu-core"
        fi
        echo "Installing what the browser tests need: $packages ..."
        # shellcheck disable=SC2086  # the words of $as_root and $packages are meant to be split
        $as_root DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq $packages </dev/null >/dev/null || true
    fi
    if ready; then
        exit 0
    fi
fi

echo "Installing Playwright's Chromium for the browser tests ..."
{ [ -n "$as_root" ] && "$python" -m playwright install --with-deps chromium </dev/null; } ||
    "$python" -m playwright install chromium </dev/null || true

if ready; then
    exit 0
fi

cat >&2 <<'END'

The browser tests need Chromium, and it could not be installed here. Do one of these, then try again:
  Debian:    sudo apt install chromium-headless-shell libatomic1
  elsewhere: install Google Chrome, or run
                 sudo .venv/bin/python -m playwright install-deps chromium
                 .venv/bin/python -m playwright install chromium
  or set CHROMIUM to the path of a Chromium or Chrome that you have.
END
exit 1
