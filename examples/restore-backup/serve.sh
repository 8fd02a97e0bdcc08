#!/bin/sh
# Starts a Redis server on a restored shard: sh serve.sh FOLDER PORT
#
# It listens to this machine only, and leaves the file of the backup as it is.
set -eu
exec redis-server --dir "$1" --port "$2" --bind 127.0.0.1 --appendonly no --save ''
