(umask 077 && terraform output -json backup_infos >backup.json)
