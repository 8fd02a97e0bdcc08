# The files are as secret as the data in them, so that only you can read them.
(umask 077 && terraform output -raw curl_config | curl --fail --config -)
