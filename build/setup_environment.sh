#!/bin/sh
# Make everything that TruthTime needs from source: system packages, Python, .venv/ with pinned packages.
#
#   sh build/setup_environment.sh run     what the program needs
#   sh build/setup_environment.sh test    what its tests and checks need as well
#
# A repeat changes nothing and takes a blink. Plain sh, because on a bare computer there is no Python yet.
set -eu
cd "$(dirname "$0")/.."

set_name=${1:-run}
case $set_name in
run) pins=requirements/run.txt ;;
test) pins=requirements/dev.txt ;;
*) echo "usage: sh build/setup_environment.sh run|test" >&2; exit 2 ;;
esac

# Qt's own libraries and letters to draw with; without libxcb-* Qt cannot talk to an X server and aborts.
RUN_PACKAGES="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libx11-6
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-util1
  libxcb-xkb1 libxkbcommon-x11-0 fonts-dejavu-core"
# A screen, a window manager and two kinds of tray to click on; clocks to move; system calls to watch and to break;
# the letters that the golden pictures are drawn with; a second reader of desktop entries, and one that starts them;
# a pooler between the server and its database, and a client that measures it.
TEST_PACKAGES="xvfb openbox trayer xdotool imagemagick x11-utils dbus-bin dbus-daemon xfce4-panel strace faketime
  procps util-linux git fonts-inter desktop-file-utils libglib2.0-bin x11-xkb-utils pgbouncer wrk
  default-jre-headless curl"

case $(uname -s) in
MINGW* | MSYS* | CYGWIN*) bin=.venv/Scripts ;;
*) bin=.venv/bin ;;
esac
# The packages are right when they were installed here, from these very files, and Python still starts.
stamp=".venv/.ready-$set_name"
wanted="$PWD $(cat requirements/*.txt pyproject.toml build/setup_environment.sh | cksum)"

say() { printf '%s\n' "$*" >&2; }

# On Debian 13 and Ubuntu 24.04 some libraries carry a new name (libglib2.0-0t64) and stand in for the old one.
installed() {
  dpkg-query -W -f '${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null | grep -qx installed
}

# Install what is missing of the named packages: by apt where that is allowed, otherwise say the line to type.
system_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
  missing=
  for package in "$@"; do
    installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    say "These system packages are missing, and only an administrator may install them. Type this, then try again:"
    say "  sudo apt-get install -y --no-install-recommends$missing"
    say "To go on without them, set TRUTHTIME_SYSTEM_PACKAGES=skip."
    exit 1
  fi
  say "Installing system packages:$missing"
  heard=$(mktemp)
  for step in update "install -y --no-install-recommends$missing"; do
    # shellcheck disable=SC2086 # both are lists of words
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 $step \
      </dev/null >"$heard" 2>&1; then
      cat "$heard" >&2
      say "apt-get could not do it: apt-get $step"
      exit 1
    fi
  done
  rm -f "$heard"
}

# The first Python that is new enough and can make environments; the system's own is preferred.
find_python() {
  for candidate in python3 python3.13 python3.12 python3.11 python; do
    "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
    echo "$candidate"
    return 0
  done
  return 1
}

# The program reads compiled catalogues (.qm). They are made here, whenever one of them is older than its source.
catalogues() {
  for source in resources/translations/*.ts; do
    compiled=${source%.ts}.qm
    [ "$compiled" -nt "$source" ] && continue
    "$bin/python" build/renew_translations.py --compile
    return
  done
}

if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && "$bin/python" -c pass 2>/dev/null; then
  catalogues
  exit 0
fi

if [ "${TRUTHTIME_SYSTEM_PACKAGES:-}" != skip ]; then
  find_python >/dev/null || system_packages python3 python3-venv
  # shellcheck disable=SC2086 # lists of words
  if [ "$set_name" = test ]; then system_packages $RUN_PACKAGES $TEST_PACKAGES; else system_packages $RUN_PACKAGES; fi
fi
python=$(find_python) || {
  say "TruthTime needs Python 3.11 or newer with its venv module, and none was found."
  say "Install it (on Debian and Ubuntu: python3 python3-venv) and try again."
  exit 1
}

say "Setting up .venv/ with $("$python" --version) (a minute or two, once)."
# An environment works only where it was made, as long as its Python is there, and only if it was finished.
case $(cat .venv/.ready-* 2>/dev/null) in
"$PWD "*) "$bin/python" -c pass 2>/dev/null || rm -rf .venv ;;
*) rm -rf .venv ;;
esac
[ -d .venv ] || "$python" -m venv .venv
rm -f .venv/.ready-*
pip() { "$bin/python" -m pip --quiet --quiet --disable-pip-version-check --no-input "$@"; }
# The pins are the whole set already resolved: choosing again (--no-deps stops pip from it) fails on some versions of
# pip as soon as a newer release of a package that another one wants with an extra appears.
pip install --no-deps --require-hashes --only-binary :all: -r "$pins"
# A plain path file instead of an import hook: the start of every command would pay for the hook.
pip install --no-deps --no-index --no-build-isolation --config-settings editable_mode=compat -e .
catalogues
echo "$wanted" >.venv/.ready-run
echo "$wanted" >"$stamp"
