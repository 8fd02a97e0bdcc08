#!/bin/sh
# Fails unless the module fails when the API refuses its request.
set -eu
code=UnauthorizedOperation.NoCAMAuthed
if printed=$(tencentredis-fakeapi exec -data backups.json -fail "DescribeBackupUrl:$code" -- \
  terraform plan -input=false -no-color -var instance_id=crs-orders01 2>&1); then
  echo "The plan succeeded: $printed" >&2
  exit 1
fi
case $printed in
  *"$code"*) echo "The module fails with $code." ;;
  *) echo "The plan failed for another reason: $printed" >&2 && exit 1 ;;
esac
