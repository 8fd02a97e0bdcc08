#!/bin/sh
# Puts all shards of a restored backup into one empty Redis server:
#
#   sh load.sh DIRECTORY HOST PORT
#
# The server's password, if it has one, comes from REDISCLI_AUTH.
set -eu
directory=$(cd "$1" && pwd)
host=$2 port=$3

fail() {
  echo "$1" >&2
  exit 1
}

target() { redis-cli -h "$host" -p "$port" "$@"; }
# Not for the server below, which has no password.
shard() { (unset REDISCLI_AUTH && redis-cli -s "$work/redis.sock" "$@"); }

found=$(target info keyspace)
case $found in
  '# Keyspace'*db[0-9]*) fail "The server at $host:$port is not empty." ;;
  '# Keyspace'*) ;;
  *) fail "The server at $host:$port says: $found" ;;
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

for folder in "$directory"/shard-*; do
  # A server for this shard writes it down as commands, which is Redis's own
  # format of an append-only file, and these are sent to the other server.
  rm -rf "${work:?}"/*
  ln -s "$folder/dump.rdb" "$work/dump.rdb"
  redis-server --dir "$work" --port 0 --unixsocket "$work/redis.sock" --appendonly no --save '' --aof-use-rdb-preamble no >/dev/null &
  pid=$!
  until [ "$(shard ping 2>/dev/null)" = PONG ]; do
    kill -0 "$pid" 2>/dev/null || fail "Redis does not load $folder/dump.rdb."
    sleep 0.1
  done
  shard config set appendonly yes >/dev/null
  while shard info persistence | grep -q '^aof_rewrite_\(in_progress\|scheduled\):1'; do
    sleep 0.1
  done
  shard info persistence | grep -q '^aof_last_bgrewrite_status:ok' || fail "Redis does not write $folder down. Is $work full?"

  # In a folder of its own since Redis 7.
  commands=$(find "$work" -type f '(' -name appendonly.aof -o -name '*.base.aof' ')')
  [ -n "$commands" ] || fail "Redis has not written $folder down."
  replies=$(target --pipe <"$commands" | tail -n 1)
  case $replies in
    'errors: 0, replies: '[0-9]*) echo "${folder##*/}: $replies" ;;
    *) fail "The server at $host:$port does not take ${folder##*/}: $replies" ;;
  esac
  kill "$pid"
  wait "$pid" || true
  pid=''
done
