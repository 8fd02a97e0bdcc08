#!/bin/sh
# Loads all shards of a downloaded backup into one empty Redis server:
#
#   sh load.sh DIRECTORY HOST PORT
#
# If the server has a password, set REDISCLI_AUTH.
set -eu
[ $# -eq 3 ] || { echo 'usage: sh load.sh DIRECTORY HOST PORT' >&2; exit 2; }
directory=$(cd "$1" && pwd)
host=$2 port=$3

fail() {
  echo "$1" >&2
  exit 1
}

target() { redis-cli -h "$host" -p "$port" "$@"; }
# The local server has no password.
shard() { (unset REDISCLI_AUTH && redis-cli -s "$work/redis.sock" "$@"); }

found=$(target info keyspace)
case $found in
  '# Keyspace'*db[0-9]*) fail "The server at $host:$port is not empty." ;;
  '# Keyspace'*) ;;
  *) fail "Unexpected response from $host:$port: $found" ;;
esac

cleanup() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  wait
  rm -rf "$work"
}
pid=''
work=$(mktemp -d)
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

loaded=0
for file in "$directory"/*; do
  [ "$(dd if="$file" bs=5 count=1 2>/dev/null)" = REDIS ] || continue # manifest.json
  # A local server loads the shard and writes it as an append-only file, whose
  # commands are then sent to the target.
  rm -rf "${work:?}"/*
  ln -s "$file" "$work/dump.rdb"
  redis-server --dir "$work" --port 0 --unixsocket "$work/redis.sock" --appendonly no --save '' --aof-use-rdb-preamble no >/dev/null &
  pid=$!
  until [ "$(shard ping 2>/dev/null)" = PONG ]; do
    kill -0 "$pid" 2>/dev/null || fail "Redis cannot load $file."
    sleep 0.1
  done
  shard config set appendonly yes >/dev/null
  while shard info persistence | grep -q '^aof_rewrite_\(in_progress\|scheduled\):1'; do
    sleep 0.1
  done
  shard info persistence | grep -q '^aof_last_bgrewrite_status:ok' || fail "Redis cannot write the commands of $file. Is $work full?"

  # Redis 7 and newer use a subdirectory.
  commands=$(find "$work" -type f '(' -name appendonly.aof -o -name '*.base.aof' ')')
  [ -n "$commands" ] || fail "Redis wrote no commands for $file."
  replies=$(target --pipe <"$commands" | tail -n 1)
  case $replies in
    'errors: 0, replies: '[0-9]*) echo "${file##*/}: $replies" ;;
    *) fail "$host:$port refused ${file##*/}: $replies" ;;
  esac
  kill "$pid"
  wait "$pid" || true
  pid=''
  loaded=$((loaded + 1))
done
[ "$loaded" -gt 0 ] || fail "$directory has no RDB files."
