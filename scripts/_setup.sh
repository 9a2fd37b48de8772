# Sourced by run, test, check and bench: what a bare Debian needs before Python can take over.
# Everything here may be repeated; what is already there costs nothing.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
VENV="$ROOT/.venv"
export UV_PYTHON_DOWNLOADS=never PYTHONUNBUFFERED=1

RUN_PACKAGES=(ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fonts-ebgaramond fonts-inter)
TEST_PACKAGES=(postgresql redis-server chromium-headless-shell libatomic1 poppler-utils qpdf)
CHECK_PACKAGES=(gettext)

say() { printf '%s\n' "$*" >&2; }

# One sentence that says what to do, and the end.
stop() {
    say "$*"
    exit 1
}

# Sets PYTHON to a python ≥ 3.11.
find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [[ -n $candidate ]] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null && PYTHON=$candidate && return
    done
    stop "Coachpractice needs Python 3.11 or newer as python3:" \
        "install it (Debian 12 and later have it) and start again."
}

# has_room FOLDER MEGABYTES — FOLDER need not exist yet.
has_room() {
    local folder=$1 free
    while [[ ! -e $folder ]]; do folder=$(dirname "$folder"); done
    free=$(df -Pk "$folder" | awk 'NR == 2 {print int($4 / 1024)}')
    ((free >= $2)) ||
        stop "The disk of $folder has $free MB left and $2 MB are needed: make room and start again."
}

may_write() {
    mkdir -p "$1" 2>/dev/null && [[ -w $1 ]] ||
        stop "You may not write in $1: start as the owner of this folder, or copy it to one of yours."
}

# install_packages NAME… — Debian packages, only those that are missing; without any, apt is not asked.
install_packages() {
    local package missing=() as_root=()
    command -v dpkg >/dev/null || {
        say "This is not Debian: please see to it that these are installed: $*"
        return 0
    }
    for package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID)); then
        command -v sudo >/dev/null ||
            stop "Some Debian packages are missing: as root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    has_room /var 1000
    say "Installing with apt: ${missing[*]}"
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" apt-get install -qq -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        stop "apt could not install them (its last words are above):" \
            "mend that, or run it yourself: apt-get install ${missing[*]}"
    fi
    rm -f "$log"
}

# make_environment LOCK — .venv holds exactly LOCK; nothing is asked of the network when it does already.
# Once the development lock is in, it stays: it contains the other one.
make_environment() {
    mkdir -p "$ROOT/var"
    (
        flock 9
        _make_environment "$1"
    ) 9>"$ROOT/var/setup.lock"
}

_make_environment() {
    local lock=$1 stamp="$VENV/.lock" wanted
    if ! "$VENV/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        has_room "$ROOT" 1000
        say "Making the virtual environment"
        rm -rf "$VENV"
        "$PYTHON" -m venv "$VENV" || stop "The virtual environment could not be made in $VENV:" \
            "install python3-venv and start again."
    fi
    if grep -qs ' requirements-dev.txt$' "$stamp"; then lock=requirements-dev.txt; fi
    wanted="$(sha256sum "$lock")"
    [[ $(cat "$stamp" 2>/dev/null) == "$wanted" ]] && return
    has_room "$ROOT" 1000
    say "Installing Python packages from $lock"
    "$VENV/bin/uv" --version >/dev/null 2>&1 ||
        "$VENV/bin/python" -m pip install -qq --disable-pip-version-check uv ||
        stop "pip could not install uv: see to it that this machine reaches its Python package index."
    rm -f "$stamp"
    "$VENV/bin/uv" pip sync --quiet --require-hashes --python "$VENV/bin/python" "$lock" ||
        stop "The packages of $lock could not be installed: see the message above and start again."
    printf '%s\n' "$wanted" >"$stamp"
}

# What every way of starting needs.
set_up_to_run() {
    set_up requirements.txt
}

# The same, with what the tests use beside it, and any other packages that are named.
set_up_to_test() {
    set_up requirements-dev.txt "${TEST_PACKAGES[@]}" "$@"
    # A fresh clone has no compiled catalogue; this is no production, whatever the shell names.
    env -u DATABASE_URL "$VENV/bin/python" manage.py compile_catalogues --verbosity 0
    find_chromium
}

# set_up LOCK [PACKAGE…]
set_up() {
    local lock=$1 packages=("${RUN_PACKAGES[@]}" "${@:2}")
    find_python
    # Debian ships the module for virtual environments apart; other pythons bring it along.
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
    may_write "$ROOT"
    install_packages "${packages[@]}"
    make_environment "$lock"
}

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium-headless-shell chromium google-chrome; do
        [[ -n $name ]] && CHROMIUM=$(command -v "$name") && export CHROMIUM && return
    done
    stop "No Chromium found: install chromium-headless-shell, or set CHROMIUM to its path."
}
