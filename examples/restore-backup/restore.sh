#!/bin/sh
# Downloads the files of a backup, checks them, and puts each one where a
# redis-server finds it: DIRECTORY/shard-1/dump.rdb, DIRECTORY/shard-2/dump.rdb
# and so on. DIRECTORY appears only once all files are there and sound.
#
# FILES has a line for each file: its size in bytes (0 if it is not known), its
# URL, its name.
set -eu
umask 077 # a backup is as secret as the data in it

fail() {
  echo "$1" >&2
  exit 1
}

[ -n "$FILES" ] || fail 'The backup has no files.'
[ ! -e "$DIRECTORY" ] || fail "$DIRECTORY is there already. Remove it first, if no Redis uses it."
command -v redis-check-rdb >/dev/null || fail 'There is no redis-check-rdb. It comes with Redis, in Debian with the package redis-tools.'

# Beside DIRECTORY, so that it can be renamed to it.
part=$DIRECTORY.part
rm -rf "$part"
trap 'rm -rf "$part"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$part"

shard=0
printf '%s\n' "$FILES" | while read -r size url name; do
  shard=$((shard + 1))
  mkdir "$part/shard-$shard"
  file=$part/shard-$shard/dump.rdb

  # On standard input, since everybody on the machine can see a command's arguments.
  printf 'url = "%s"\n' "$url" | curl --fail --silent --show-error --retry 3 --output "$file" --config -

  got=$(($(wc -c <"$file")))
  if [ "$size" -ne 0 ] && [ "$size" -ne "$got" ]; then
    fail "$name has $got bytes, and should have $size."
  fi
  # Of what it found only the error: the rest can name keys.
  if ! report=$(redis-check-rdb "$file" 2>&1); then
    fail "$name is not sound: $(printf '%s\n' "$report" | grep '^\[offset' | tail -n 1)"
  fi
  echo "shard-$shard: $name, $got bytes"
done

mv "$part" "$DIRECTORY"
