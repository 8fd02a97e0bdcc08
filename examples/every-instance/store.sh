#!/bin/sh
# Moves a backup from $SOURCE to the directory $TARGET. To upload it instead, replace
# the last line, for example: coscli cp -r "$SOURCE" "cos://..." && rm -r "$SOURCE"
set -eu
mkdir -p "$TARGET"
mv "$SOURCE" "$TARGET"
