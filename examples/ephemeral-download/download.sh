#!/bin/sh
# Downloads the files of a backup to DIRECTORY and checks them.
#
# FILES has one line per file: size in bytes (0 if unknown), URL, name. With
# ENCRYPTED=true the content is not checked.
set -eu
umask 077 # keep the data private

fail() {
  echo "$1" >&2
  exit 1
}

[ -n "$FILES" ] || fail 'The backup has no files.'
mkdir -p "$DIRECTORY"

printf '%s\n' "$FILES" | while read -r size url name; do
  case $name in
    '' | */*) fail "\"$name\" is not a file name." ;;
  esac
  part=$DIRECTORY/$name.part

  # On standard input: other users can see a command's arguments.
  printf 'url = "%s"\n' "$url" | curl --fail --silent --show-error --retry 3 --output "$part" --config -

  got=$(($(wc -c <"$part")))
  if [ "$size" -ne 0 ] && [ "$size" -ne "$got" ]; then
    fail "$name has $got bytes, expected $size."
  fi
  if [ "$ENCRYPTED" != true ] && [ "$(dd if="$part" bs=5 count=1 2>/dev/null)" != REDIS ]; then
    fail "$name is not an RDB file."
  fi
  mv "$part" "$DIRECTORY/$name"
  echo "$name: $got bytes"
done
