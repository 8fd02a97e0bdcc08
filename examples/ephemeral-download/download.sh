#!/bin/sh
# Downloads the files of a backup into the folder DIRECTORY and checks them.
#
# FILES has a line for each file: its size in bytes (0 if it is not known), its
# URL, its name. With ENCRYPTED=true the files are not looked into.
set -eu
umask 077 # a backup is as secret as the data in it

fail() {
  echo "$1" >&2
  exit 1
}

[ -n "$FILES" ] || fail 'The backup has no files.'
mkdir -p "$DIRECTORY"

printf '%s\n' "$FILES" | while read -r size url name; do
  case $name in
    '' | */*) fail "\"$name\" is not the name of a file." ;;
  esac
  part=$DIRECTORY/$name.part

  # On standard input, since everybody on the machine can see a command's arguments.
  printf 'url = "%s"\n' "$url" | curl --fail --silent --show-error --retry 3 --output "$part" --config -

  got=$(($(wc -c <"$part")))
  if [ "$size" -ne 0 ] && [ "$size" -ne "$got" ]; then
    fail "$name has $got bytes, and should have $size."
  fi
  if [ "$ENCRYPTED" != true ] && [ "$(dd if="$part" bs=5 count=1 2>/dev/null)" != REDIS ]; then
    fail "$name is not an RDB file: it does not begin with REDIS."
  fi
  mv "$part" "$DIRECTORY/$name"
  echo "$name: $got bytes"
done
