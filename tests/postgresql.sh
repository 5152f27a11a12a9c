#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A throw-away PostgreSQL server to test on: on 127.0.0.1 alone, on a port and with a password of its own, durable as real ones are.
#
#   tests/postgresql.sh start FOLDER          starts it, unless it runs already; prints its URL, which is also in FOLDER/url
#   tests/postgresql.sh stop FOLDER           stops it, if it runs, and removes all of it
#   tests/postgresql.sh run FOLDER COMMAND…   runs a command with that URL in COMITY_TEST_URL, or with what that says already
#   tests/postgresql.sh find                  prints where the server's programs are; fails if there are none
#
# FOLDER has url, log (what the server says) and server, the data. PostgreSQL refuses to run as root: started by root it runs as
# the user postgres, or else nobody. Where that user may not look into FOLDER, the data is in a folder in /tmp: see FOLDER/where.
set -euo pipefail

die() {
    echo "tests/postgresql.sh: $*" >&2
    exit 1
}

find_programs() {
    local initdb
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [[ -x $initdb ]] || initdb=$(command -v initdb) || return 1
    dirname "$(realpath "$initdb")"
}

place() { cat "$folder/where" 2>/dev/null || echo "$folder/server"; }

# The process of the server in that place. Its number alone may since have become another program's.
server() {
    local pid
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -Fxq -- "$1/data" || return 1
    echo "$pid"
}

remove() {
    local home pid signal i
    home=$(place)
    [[ $home == "$folder/server" || $home =~ ^/tmp/comity-postgresql\.[A-Za-z0-9]+$ ]] || die "$folder/where is not of this script"
    for signal in INT QUIT KILL; do  # to the server: end the sessions and stop; just stop
        pid=$(server "$home") || break
        kill -"$signal" "$pid" 2>/dev/null || true
        for (( i = 0; i < 1000; ++i )); do
            server "$home" >/dev/null || break
            sleep 0.02
        done
    done
    rm -rf "$home" || { sleep 1 && rm -rf "$home"; }  # the last of a killed server's processes may still have been writing
    rm -f "$folder"/{url,url.new,log,where}
    rmdir "$folder" 2>/dev/null || true
}

ask() {  # URL STATEMENT; the password is nothing for the list of processes
    local password=${1#*://comity:}
    password=${password%%@*}
    PGPASSWORD=$password PGCONNECT_TIMEOUT=5 "$programs/psql" -XAtq -v ON_ERROR_STOP=1 -c "$2" "${1/:$password@/@}" </dev/null
}

failed() {
    local status=$?
    trap - EXIT
    [[ ! -s $folder/log ]] || tail -n 30 "$folder/log" >&2
    remove
    echo "tests/postgresql.sh: the server did not start" >&2
    exit $(( status == 0 ? 1 : status ))
}

start() {
    local home user password port url i as_server=() order=()
    programs=$(find_programs) || die "no PostgreSQL server found; Debian's package is postgresql"
    if [[ -s $folder/url ]] && server "$(place)" >/dev/null && ask "$(<"$folder/url")" 'select 1' >/dev/null 2>&1; then
        cat "$folder/url"
        return
    fi
    remove  # what a crash may have left
    trap failed EXIT
    trap 'exit 1' HUP INT TERM
    umask 077
    [[ -d $folder ]] || mkdir -m 755 "$folder"

    home=$folder/server
    mkdir "$home"
    if (( EUID == 0 )); then
        user=postgres
        id "$user" >/dev/null 2>&1 || user=nobody
        as_server=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --)
        chown "$user" "$home"
        if ! "${as_server[@]}" test -w "$home"; then
            rmdir "$home"
            home=$(mktemp -d /tmp/comity-postgresql.XXXXXXXX)
            echo "$home" >"$folder/where"
            chown "$user" "$home"
        fi
    fi
    cd "$home"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "$password" >password
    (( EUID != 0 )) || chown "$user" password

    # Neither the order of bytes nor our own hour: what takes either for granted shows. (ICU is in PostgreSQL since 15.)
    if "$programs/initdb" --help | grep -q -- --icu-locale; then order=(--locale-provider=icu --icu-locale=en); fi
    "${as_server[@]}" "$programs/initdb" --pgdata="$home/data" --username=comity --pwfile="$home/password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C "${order[@]}" --no-sync </dev/null >>"$folder/log" 2>&1
    rm password
    cat >>data/postgresql.conf <<-END
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		max_connections = 100
		shared_buffers = 32MB
		fsync = on
		password_encryption = scram-sha-256
		logging_collector = off
		timezone = 'Pacific/Auckland'
	END
    echo 'host all all 127.0.0.1/32 scram-sha-256' >data/pg_hba.conf

    # Whether a port is free is known when the server has it. These are below those that the system gives to clients.
    for (( i = 0; ; ++i )); do
        port=$(( 20000 + RANDOM % 12768 ))
        if "${as_server[@]}" "$programs/pg_ctl" start --silent --wait --timeout=60 --pgdata="$home/data" --options="-p $port" \
            </dev/null >>"$folder/log" 2>&1; then
            break
        fi
        (( i < 20 )) && tail -n 30 "$folder/log" | grep -q 'could not bind' || exit 1
    done
    url=postgresql://comity:$password@127.0.0.1:$port
    ask "$url/postgres" 'create database comity' >>"$folder/log" 2>&1

    echo "$url/comity" >"$folder/url.new"
    mv "$folder/url.new" "$folder/url"
    trap - EXIT HUP INT TERM
    cat "$folder/url"
}

usage() { die "start FOLDER | stop FOLDER | run FOLDER COMMAND… | find"; }
[[ ${1-} == find || -n ${2-} ]] || usage
folder=$(realpath -m -- "${2-.}")
[[ $1 == run ]] || { unset "${!PG@}"; export LC_ALL=C; }  # a developer's own server stays out of this

case $1 in
    start) start ;;
    stop) remove ;;
    run)
        if [[ -z ${COMITY_TEST_URL-} ]]; then COMITY_TEST_URL=$(<"$folder/url"); fi
        export COMITY_TEST_URL
        exec "${@:3}"
        ;;
    find) find_programs ;;
    *) usage ;;
esac
