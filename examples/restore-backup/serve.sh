#!/bin/sh
# Starts a Redis server on one file of a backup: sh serve.sh FILE PORT
#
# It listens on this machine only and never writes to the file.
set -eu
[ $# -eq 2 ] || { echo 'usage: sh serve.sh FILE PORT' >&2; exit 2; }
exec redis-server --dir "$(dirname "$1")" --dbfilename "$(basename "$1")" --port "$2" --bind 127.0.0.1 --appendonly no --save ''
